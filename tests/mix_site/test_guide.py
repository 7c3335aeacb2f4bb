"""The editors' guide: one file, readable in the repository and at the desk."""

import re

import pytest
from django.urls import reverse

from mix_site.desk.guide import GUIDE, PICTURES
from tests import builders
from tests.admin import sign_in
from tests.html import Page

pytestmark = pytest.mark.django_db
PICTURE = re.compile(r"!\[(.*?)\]\(guida-redazione/([\w-]+)\.png\)")


@pytest.fixture(scope="module")
def text():
    return GUIDE.read_text("utf-8")


@pytest.fixture
def page(client):
    return Page(sign_in(client).get(reverse("admin:guide")).content.decode())


def test_every_part_is_in_the_table_of_contents(page, text):
    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
    contents = [link for link in page.values("href") if link.startswith("#")]
    assert len(parts) > 5
    assert page.texts("h2") == parts
    assert {f"#{part.get('id')}" for part in page.all("h2")} <= set(contents)


def test_has_one_heading_of_the_first_level(page):
    assert page.texts("h1") == ["Guida per chi scrive"]


def test_every_picture_is_there_and_described(client, text):
    pictures = PICTURE.findall(text)
    assert len(pictures) > 3
    assert all(len(alt) > 20 for alt, _ in pictures)
    sign_in(client)
    for _, name in pictures:
        answer = client.get(reverse("admin:guide-picture", args=[name]))
        assert next(iter(answer.streaming_content)).startswith(b"\x89PNG")


def test_no_picture_is_there_in_vain(text):
    named = {name for _, name in PICTURE.findall(text)}
    assert {file.stem for file in PICTURES.glob("*.png")} == named


def test_a_picture_that_is_not_there_is_not_found(client):
    address = reverse("admin:guide-picture", args=["non-c-e"])
    assert sign_in(client).get(address).status_code == 404


@pytest.mark.parametrize("name", ["guide", "guide-picture"])
def test_is_for_who_works_here(client, name):
    client.force_login(builders.make_user("lettrice"))
    args = ["cronaca"] if name == "guide-picture" else []
    assert client.get(reverse(f"admin:{name}", args=args)).status_code == 302
