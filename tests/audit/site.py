"""A site of its own for the audit: first content, generated pictures, gunicorn."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

SECONDS_TO_START = 60
PICTURES = Path(__file__).resolve().parent.parent / "fill_pictures.py"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def choose(folder):
    """Point the settings at an empty `folder` and a free port; return the address.

    Before Django reads its settings. What the developer has set does not count.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    port = free_port()
    for name in ("SITE_URL", "ALLOWED_HOSTS", "SERVE_MEDIA", "PROXY_COUNT"):
        os.environ.pop(name, None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="mix_site.settings",
        MIX_ENV="development",
        DEBUG="0",
        VAR_DIR=str(folder),
        DATABASE_URL=f"sqlite:///{folder / 'db.sqlite3'}",
        PORT=str(port),
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )
    return f"http://127.0.0.1:{port}"


def fill():
    """Migrate, load the first content and the pictures, collect the static files."""
    run("manage.py", "migrate", "--no-input", "--verbosity", "0")
    run("manage.py", "load_content")
    if PICTURES.exists():
        run("-m", "tests.fill_pictures")
    run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")


def run(*arguments):
    subprocess.run([sys.executable, *arguments], check=True)


@contextmanager
def served(address):
    """Serve the site as deploy/mix.service does, until the block ends.

    Raises RuntimeError when it does not answer.
    """
    settings = ("--config", "deploy/gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", *settings, "mix_site.wsgi"]
    server = subprocess.Popen(command)
    try:
        wait_for(f"{address}/salute/", server)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def wait_for(address, server):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer")
