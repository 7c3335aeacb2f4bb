import pytest

from tests.builders import add_photo, hidden_photos, make_chronicle, make_photo
from tests.html import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures_of(client):
    """Return the texts of the pictures on a chronicle's page, in order."""

    def ask(chronicle):
        page = Page(client.get(chronicle.get_absolute_url()).content.decode())
        return page, [image.get("alt") for image in page.all("img")]

    return ask


def with_photos(*sizes):
    chronicle = make_chronicle()
    for position, size in enumerate(sizes):
        photo = make_photo(size=size)
        add_photo(chronicle, photo, alt=f"La {position}", position=position)
    return chronicle


def test_cover_leads_and_the_gallery_has_the_others(pictures_of):
    page, alts = pictures_of(with_photos((60, 40), (60, 40), (40, 60)))
    assert alts == ["La 0", "La 1", "La 2"]
    assert [e.tag for e in page.elements if e.get("class") == "lead-photo"] == [
        "figure"
    ]
    assert [e.tag for e in page.elements if e.get("class") == "gallery"] == ["section"]


def test_only_the_cover_is_hurried(pictures_of):
    page, _ = pictures_of(with_photos((60, 40), (60, 40)))
    first, second = page.all("img")
    assert (first.get("fetchpriority"), first.get("loading")) == ("high", "eager")
    assert (second.get("fetchpriority"), second.get("loading")) == (None, "lazy")


def test_an_upright_cover_is_not_cut(pictures_of):
    page, alts = pictures_of(with_photos((40, 60)))
    assert alts == ["La 0"]
    assert "lead-photo" not in page.values("class")
    assert "upright-photo" in page.values("class")


def test_without_photographs_there_is_nothing_to_enlarge(pictures_of):
    page, alts = pictures_of(with_photos())
    assert alts == []
    assert page.all("dialog") == []


def test_a_cover_that_may_not_be_shown_leaves_the_others(pictures_of):
    chronicle = make_chronicle()
    add_photo(chronicle, hidden_photos(chronicle.project)[0], alt="Nascosta")
    add_photo(chronicle, make_photo(), alt="Pubblica", position=1)
    page, alts = pictures_of(chronicle)
    assert alts == ["Pubblica"]
    assert "lead-photo" not in page.values("class")
