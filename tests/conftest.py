import ipaddress
import os
import shutil
import socket
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from tests import machine
from tests.metadata import told_by

# Playwright keeps an event loop running, next to which Django refuses queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
IN_POSTGRESQL_RUN = bool(os.environ.get("TEST_DATABASE_URL"))


# --- What this machine can run -------------------------------------------------


def pytest_configure(config):
    if machine.REQUIRE_ALL and machine.left_out():
        raise pytest.UsageError("cannot run here: " + ", ".join(machine.left_out()))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    reasons = {
        "browser": None if machine.chromium() else "no Chromium",
        "html_checker": None if machine.html_checker() else "no Nu HTML checker",
    }
    for item in items:
        if "page" in item.fixturenames:
            item.add_marker("browser")
            # Measured twice as slow, and covered by the other tests anyway.
            item.add_marker("no_cover")
        for marker, reason in reasons.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter):
    if machine.left_out() and not IN_POSTGRESQL_RUN:
        terminalreporter.write_line("Left out here: " + ", ".join(machine.left_out()))


# --- The rows that migrations make ---------------------------------------------

VOCABULARIES = {
    "projects": ("Keyword", "projects.migrations.0002_keywords", "create_keywords"),
    "chronicles": ("Rubric", "chronicles.migrations.0002_rubrics", "create_rubrics"),
}


@receiver(post_migrate)
def bring_vocabularies_back(sender, **kwargs):
    """A test that commits ends with a flush, which empties these tables too."""
    if sender.label not in VOCABULARIES:
        return
    model, migration, create = VOCABULARIES[sender.label]
    if not apps.get_model(sender.label, model).objects.exists():
        getattr(import_module(migration), create)(apps, None)


# --- Around every test ---------------------------------------------------------


def is_on_this_machine(host):
    if host in (None, "", "localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """Refuse every connection and name look-up that would leave this machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        if isinstance(address, tuple) and not is_on_this_machine(address[0]):
            raise RuntimeError(f"a test tried to reach {address}")
        return connect(self, address)

    def guarded_look_up(host, *args, **kwargs):
        if not is_on_this_machine(host):
            raise RuntimeError(f"a test tried to look up {host}")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Give every test an empty media folder and an empty cache.

    What it stored there may tell nothing of place, device and owner.
    """
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    yield
    folders = [tmp_path / "media", settings.PRIVATE_ROOT / "foto"]
    found = [line for folder in folders for line in telling_files(folder)]
    shutil.rmtree(settings.PRIVATE_ROOT / "foto", ignore_errors=True)
    assert not found, "Files that tell more than their pixels: " + "; ".join(found)


def telling_files(folder):
    """Return a line for each file below `folder` that tells more than its pixels."""
    paths = folder.rglob("*") if folder.exists() else ()
    told = {path.name: told_by(path) for path in paths if path.is_file()}
    return [f"{name}: {', '.join(what)}" for name, what in told.items() if what]


@pytest.fixture(scope="class")
def kept_rows(django_db_setup, django_db_blocker):
    """Keep what a fixture of this scope writes for all tests of a class.

    Each test still undoes what it writes itself; all of them meet these rows.
    """
    assert not connection.in_atomic_block, "kept rows come before those of a test"
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- Browser and live server ---------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": machine.chromium(),
        "args": BROWSER_ARGUMENTS,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "it-IT", "timezone_id": "Europe/Rome"}


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """A live server whose static files are there: it does not ask the finders."""
    call_command("collectstatic", interactive=False, verbosity=0)
    return live_server
