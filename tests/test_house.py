"""What holds for the whole house, whoever writes in it."""

import ast
import os
import re
import socket
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command

from mix_site.environment import ensure_development_secret

ROOT = settings.BASE_DIR
APPS = ["mix_site", "newsletter", "chronicles", "projects", "editorial"]
LONGEST_FUNCTION = 50
PRODUCTION = {
    "SECRET_KEY": "kX3-0wq9ZrT_7bLmYv4NcE8hUj2sPd6fGa1iRo5tWxKzQyHnBuMlCe",
    "SITE_URL": "https://www.progettomix.it",
    "PROXY_COUNT": "1",
}


def python_files():
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]


def template_files():
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    files = [path for folder in folders for path in sorted(folder.rglob("*.*"))]
    assert files, "no template found: this test looks in the wrong place"
    return files


def functions(path):
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def requirement_lines():
    return [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("-r ")
    ]


def manage(tmp_path, *arguments, **environment):
    """Run manage.py as in production, with `environment` and nothing else."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
    )


class TestStructure:
    @pytest.mark.django_db
    def test_no_migration_is_missing(self):
        said = StringIO()
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
        assert "No changes detected" in said.getvalue()

    def test_every_folder_of_tests_is_a_package(self):
        folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
        assert [f for f in folders if not (f / "__init__.py").exists()] == []

    def test_no_function_is_longer_than_fifty_lines(self):
        too_long = [
            f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
            for path in python_files()
            for function in functions(path)
            if function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION
        ]
        assert too_long == []

    def test_requirements_are_pinned_and_say_what_they_are_for(self):
        pinned = re.compile(r"^[\w.-]+(\[[\w,]+\])?==[\w.]+\s+# \S.+$")
        assert [line for line in requirement_lines() if not pinned.match(line)] == []


class TestMarkedAsSafe:
    def test_no_template_turns_escaping_off(self):
        off = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off")
        assert [
            str(path.relative_to(ROOT))
            for path in template_files()
            if path.suffix == ".html" and off.search(path.read_text("utf-8"))
        ] == []

    def test_one_module_alone_marks_html_as_safe(self):
        users = {
            str(path.relative_to(ROOT))
            for path in python_files()
            if re.search(r"\bmark_safe\b|\bSafeString\b", path.read_text("utf-8"))
        }
        assert users == {"editorial/richtext.py"}


class TestProductionSettings:
    @pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL"])
    def test_a_missing_setting_stops_the_start(self, tmp_path, name):
        given = {key: value for key, value in PRODUCTION.items() if key != name}
        result = manage(tmp_path, "check", **given)
        assert result.returncode != 0
        assert name in result.stderr

    def test_an_empty_secret_stops_the_start(self, tmp_path):
        result = manage(tmp_path, "check", **PRODUCTION | {"SECRET_KEY": ""})
        assert result.returncode != 0
        assert "SECRET_KEY is empty" in result.stderr

    def test_a_production_site_never_debugs(self, tmp_path):
        show = "from django.conf import settings; print(settings.DEBUG)"
        result = manage(tmp_path, "shell", "-c", show, **PRODUCTION, DEBUG="1")
        assert result.stdout.splitlines()[-1] == "False"

    def test_a_production_site_guards_its_door(self, tmp_path):
        names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE"
        names += " CSRF_COOKIE_SECURE REQUIRE_SECOND_FACTOR"
        read = f"*(getattr(settings, name) for name in '{names}'.split())"
        show = f"from django.conf import settings; print({read})"
        result = manage(tmp_path, "shell", "-c", show, **PRODUCTION)
        assert result.stdout.splitlines()[-1] == (
            "__Host-session __Host-csrf True True True"
        )

    def test_a_supervisor_on_the_machine_is_answered(self, tmp_path):
        ask = (
            "from django.test import Client; "
            "print(Client().get('/salute/', headers={'host': '127.0.0.1:8000'}))"
        )
        result = manage(tmp_path, "shell", "-c", ask, **PRODUCTION)
        assert "status_code=200" in result.stdout

    def test_deployment_check_finds_nothing(self, tmp_path):
        arguments = ("check", "--deploy", "--fail-level", "WARNING")
        result = manage(tmp_path, *arguments, **PRODUCTION)
        assert result.returncode == 0, result.stderr


class TestDevelopmentSecret:
    def test_is_written_once_and_kept(self, tmp_path):
        env_file = tmp_path / ".env"
        ensure_development_secret(env_file)
        first = env_file.read_text("utf-8")
        ensure_development_secret(env_file)
        assert re.fullmatch(r"SECRET_KEY=[\w-]{64}\n", first)
        assert env_file.read_text("utf-8") == first

    def test_is_readable_by_its_owner_alone(self, tmp_path):
        ensure_development_secret(tmp_path / ".env")
        assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600

    def test_leaves_the_other_lines_alone(self, tmp_path):
        env_file = tmp_path / ".env"
        env_file.write_text("DEBUG=1", "utf-8")
        ensure_development_secret(env_file)
        assert env_file.read_text("utf-8").startswith("DEBUG=1\nSECRET_KEY=")


class TestFirstUser:
    @pytest.fixture
    def create(self, capsys):
        def run():
            call_command("create_first_user")
            return capsys.readouterr().out

        return run

    @pytest.mark.django_db
    def test_can_sign_in_with_what_was_printed(self, create, client):
        printed = dict(re.findall(r"^  (\w+) +(\S+)$", create(), re.MULTILINE))
        assert printed["indirizzo"] == "https://www.progettomix.it/redazione/"
        assert client.login(username=printed["nome"], password=printed["password"])
        assert client.get("/redazione/").status_code == 200

    @pytest.mark.django_db
    def test_is_created_and_printed_only_once(self, create, django_user_model):
        create()
        assert create() == ""
        assert django_user_model.objects.count() == 1

    @pytest.mark.django_db
    def test_takes_no_name_from_somebody_else(self, django_user_model, capsys):
        django_user_model.objects.create_user("redazione", password="altro")
        call_command("create_first_user")
        assert "nessun utente creato" in capsys.readouterr().err
        assert not django_user_model.objects.get().is_superuser


class TestFileModes:
    """The service runs with umask 0077; nginx, in its group, reads photographs."""

    @pytest.fixture(autouse=True)
    def strict_umask(self):
        former = os.umask(0o077)
        yield
        os.umask(former)

    def modes(self, storage, name):
        """Return the modes of a new file, of its folder and of the root."""
        path = Path(storage.path(storage.save(name, ContentFile(b"x"))))
        found = (path, path.parent, path.parent.parent)
        return [stat.S_IMODE(p.stat().st_mode) for p in found]

    def test_photographs_are_readable_by_the_web_server(self):
        assert self.modes(default_storage, "ab/foto.jpg") == [0o644, 0o755, 0o755]

    def test_scans_are_readable_by_the_site_alone(self, tmp_path):
        options = settings.STORAGES["private"]["OPTIONS"]
        private = FileSystemStorage(**options | {"location": tmp_path / "private"})
        assert self.modes(private, "ab/scan.pdf") == [0o600, 0o700, 0o700]

    def test_the_service_keeps_the_rest_to_itself(self):
        service = (ROOT / "deploy/mix.service").read_text("utf-8")
        assert "\nUMask=0077\n" in service


class TestWebServer:
    CONFIGURATION = (ROOT / "deploy/nginx.conf").read_text("utf-8")

    @pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 414, 502])
    def test_has_our_page_for_what_it_refuses_itself(self, status):
        page = f"errors/{status}.html"
        assert re.search(rf"error_page {status}\b.* /{page};", self.CONFIGURATION)
        assert '<html lang="it">' in (ROOT / "deploy" / page).read_text("utf-8")

    def test_lets_a_withdrawn_page_replace_the_one_it_kept(self):
        kept = re.search(r"proxy_cache_valid +(.+) 1s;", self.CONFIGURATION).group(1)
        assert {"200", "404", "410"} <= set(kept.split())


class TestNetworkGuard:
    def test_refuses_addresses_outside(self):
        with socket.socket() as outside, pytest.raises(RuntimeError, match="reach"):
            outside.connect(("192.0.2.1", 80))

    def test_refuses_names_outside(self):
        with pytest.raises(RuntimeError, match="look up"):
            socket.create_connection(("example.org", 80), timeout=1)
