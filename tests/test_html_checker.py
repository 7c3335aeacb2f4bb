"""Every public page through the Nu HTML checker (the W3C's validator)."""

import subprocess

import pytest

from tests import builders, machine
from tests.test_public_pages import PAGES, ask, reader

ERROR_PAGES = ["/non-esiste/", "/cronache/%00/"]


def check(folder):
    """Return what the checker says of the pages in `folder`: nothing if all is well."""
    checker = subprocess.run(
        [*machine.html_checker(), "--format", "gnu", *sorted(folder.glob("*.html"))],
        capture_output=True,
        text=True,
        timeout=120,
    )
    return checker.stderr


@pytest.mark.html_checker
@pytest.mark.django_db
def test_every_page_is_valid(tmp_path):
    builders.make_everything()
    for address in [*PAGES, *ERROR_PAGES]:
        name = address.strip("/").replace("/", "_") or "home"
        page = tmp_path / f"{name}.html"
        page.write_bytes(ask(reader(), address).content)
    assert check(tmp_path) == ""


@pytest.mark.html_checker
def test_the_checker_sees_a_fault(tmp_path):
    (tmp_path / "page.html").write_text("<!doctype html><title>x</title><p><div></p>")
    assert "error" in check(tmp_path)
