"""Loading the first content: once, whole, and not over what is there."""

import shutil
from unittest import mock

import pytest
from django.contrib.flatpages.models import FlatPage
from django.core.management import CommandError
from django.test import TestCase
from reversion.models import Version

from chronicles.models import Chronicle
from mix_site.content import loader, reader
from mix_site.models import Home
from projects.models import (
    Project,
)
from tests.mix_site.first_content import load_content, stored_texts


class TestLoading(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.said = load_content()

    def test_says_what_it_loaded(self):
        assert self.said.startswith("Contenuti caricati: 10 progetti")

    def test_twice_changes_nothing(self):
        before = sorted(stored_texts())
        assert "non ho caricato nulla" in load_content()
        assert sorted(stored_texts()) == before

    def test_leaves_an_edited_site_alone(self):
        Chronicle.objects.filter(project__lot=9).delete()
        Home.objects.update(claim="Un’altra riga")
        load_content()
        assert Home.load().claim == "Un’altra riga"
        assert not Chronicle.objects.filter(project__lot=9).exists()

    def test_every_page_has_a_first_revision(self):
        comments = {
            v.revision.comment for v in Version.objects.get_for_model(Chronicle)
        }
        assert comments == {"Primo caricamento"}

    def test_a_revision_holds_one_chronicle_alone(self):
        versions = Version.objects.get_for_model(Chronicle)
        revisions = versions.values_list("revision", flat=True)
        assert len(set(revisions)) == len(revisions)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Project, FlatPage])
def test_a_site_with_anything_in_it_is_left_alone(model, monkeypatch):
    monkeypatch.setattr(loader, "load", pytest.fail)
    fields = {"url": "/mia/", "title": "Mia"} if model is FlatPage else {"name": "Mio"}
    model.objects.create(**fields)
    assert "non ho caricato nulla" in load_content()
    assert not Home.objects.exists()


@pytest.mark.django_db
def test_a_site_with_content_needs_no_file(monkeypatch):
    Project.objects.create(name="Mio")
    unreadable = mock.Mock(side_effect=reader.ContentError("home.toml: non si legge"))
    monkeypatch.setattr("mix_site.management.commands.load_content.read", unreadable)
    assert "non ho caricato nulla" in load_content()


@pytest.mark.django_db
def test_check_writes_nothing():
    assert "a posto" in load_content(check=True)
    assert not loader.has_content()


@pytest.fixture
def folder(tmp_path):
    """A copy of the content, to be spoilt."""
    return shutil.copytree(reader.FOLDER, tmp_path / "content")


def spoil(folder, file, old, new):
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("chronicles.toml", '["culture"]', '["cultura"]', r"si-parte.*«cultura»"),
        ("chronicles.toml", '["culture"]', "[]", "si-parte.*rubrica principale"),
        ("chronicles.toml", "published_on = 2016-11-30", "", "si-parte.*published_on"),
        ("chronicles.toml", "body =", "bodi =", "si-parte.*manca body"),
        ("places.toml", "was =", "wos =", "le-vetrine.*wos"),
        ("places.toml", 'project = "agora"', 'project = "x"', "spazio-salomone.*«x»"),
        ("events.toml", '"mix-days-2018"', '"mixdays-2017"', "mixdays-2017.*due volte"),
        ("projects.toml", '["legami"]', '["lagami"]', "projects.toml.*lagami"),
        ("pages/contatti.html", "<h2>", "<h1>", "contatti.html.*<h1>"),
        ("home.toml", "[home]", "[home", "home.toml"),
        ("issue-1.toml", "[[block]]", "[[blocco]]", "issue-1.*blocco"),
    ],
)
def test_mistakes_in_the_files_are_named(folder, file, old, new, complaint):
    spoil(folder, file, old, new)
    with pytest.raises(reader.ContentError, match=complaint):
        reader.read(folder)


def test_a_missing_page_is_named(folder):
    (folder / "pages" / "crediti.html").unlink()
    with pytest.raises(reader.ContentError, match=r"crediti\.html"):
        reader.read(folder)


@pytest.mark.django_db
def test_what_a_model_refuses_is_named_and_nothing_is_written(folder, monkeypatch):
    spoil(folder, "chronicles.toml", 'title = "Tombola', f'title = "{"T" * 161}')
    content = reader.read(folder)
    monkeypatch.setattr(
        "mix_site.management.commands.load_content.read", lambda: content
    )
    with pytest.raises(CommandError, match=r"tombola-in-via-salomone.*title"):
        load_content()
    assert not loader.has_content()
