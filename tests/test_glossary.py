"""A reader meets no word of the trade without its meaning."""

import re

import pytest

from mix_site.content import reader
from tests import glossary


def test_every_term_is_explained_where_it_first_stands():
    assert glossary.unexplained() == []


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Il capofila è Comin.", ["capofila"]),
        ("Il capofila, cioè chi guida il progetto, è Comin. Il capofila parla.", []),
        ("Ci sono le case Erp.", ["Erp"]),
        ("L’edilizia residenziale pubblica (Erp) qui pesa.", []),
        ("Si siedono a tavola, il tavolo è grande.", []),
        ("Aprono i primi tavoli.", ["tavolo"]),
        ("Le case MM sono qui.", ["MM"]),
    ],
)
def test_a_term_wants_its_meaning_close_by(text, terms):
    assert [term for term, _ in glossary.unexplained_in(text)] == terms


def test_all_texts_of_a_page_are_read():
    where = " ".join(where for where, _ in glossary.pages())
    for source in ("projects", "chronicles", "events", "places", "issue-1", "pages"):
        assert f"{source}.toml" in where
    project = next(text for where, text in glossary.pages() if "ti-co-ska" in where)
    assert "edilizia residenziale pubblica (Erp)" in project


def test_the_glossary_page_has_the_terms_too():
    """Acronyms of the web and names of one place stay where they are explained."""
    pages = {page.key: page.values["content"] for page in reader.read()["pages"]}
    page = pages["/che-cos-e-la-coesione-sociale/"].lower()
    entries = " ".join(re.findall("<h3>(.*?)</h3>", page))
    elsewhere = {"WCAG", "AgID", "UE", "IP", "ligera", "MM", "Aler"}
    missing = {t for t in glossary.TERMS if t.lower() not in entries} - elsewhere
    assert missing == set()
