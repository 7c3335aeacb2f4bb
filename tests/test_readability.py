"""The fixed texts can be read by whoever finished the «scuola media»."""

import pytest

from tests import readability

pytestmark = pytest.mark.django_db


class TestIndex:
    def test_is_that_of_the_formula(self):
        # Two sentences, six words, 22 letters.
        text = "Il cane corre. La casa brucia."
        assert readability.counts(text) == (6, 2, 23)
        assert readability.gulpease(text) == pytest.approx(89 + (600 - 230) / 6)

    @pytest.mark.parametrize(
        ("text", "sentences"),
        [
            ("È la newsletter n. 1 di Mix.", 1),
            ("«Vieni?» Sì!", 2),
            ("<p>Uno</p><p>Due</p>", 2),
            ("<ul><li>uno;</li><li>due.</li></ul>", 2),
            ("<h2>Titolo</h2><p>Uno.</p>", 1),
            ("<p>Uno.</p><p>Fonte: <a href='/'>Corriere</a>.</p>", 1),
            ("B.B.C. Costruire coesione", 1),
            ("Nel progetto Coesione sociale 3.0 si lavora.", 1),
        ],
    )
    def test_counts_sentences_as_a_reader_does(self, text, sentences):
        assert readability.counts(readability.prose(text))[1] == sentences

    def test_takes_an_elided_article_for_a_word(self):
        assert readability.counts("l’orto")[0] == 2

    def test_falls_with_long_sentences(self):
        short = "Il cortile è di tutti. Vieni a vederlo."
        assert readability.gulpease(short) > readability.gulpease(
            "Il cortile è di tutti, e quindi puoi, se lo desideri, venire a vederlo."
        )


def test_fixed_sentences_of_a_template_are_found():
    template = (
        "{% load x %}<h1>No.</h1><p class='a'>Sì, {% if x %}vieni.{% endif %}</p>"
    )
    template += "<p>Ciao {{ name }}.</p><a href='/'>Vai</a>{# Nota. #}"
    assert readability.sentences(template) == ["vieni."]


def test_every_kind_of_text_is_measured():
    where = " ".join(text.where for text in readability.every_text())
    for source in (
        *("projects.toml", "chronicles.toml", "events.toml", "places.toml"),
        *("stories.toml", "home.toml", "issue-1.toml", "pages/contatti.html"),
        *("Rubric", "Keyword", "templates/", "templates/chronicles/"),
    ):
        assert source in where


def test_every_fixed_text_is_easy_to_read():
    hard = [t for t in readability.every_text() if not t.is_fine]
    assert [(t.where, round(t.gulpease, 1)) for t in hard] == []


def test_only_what_others_said_is_harder():
    hard = [t for t in readability.every_text() if t.gulpease < readability.ENOUGH]
    assert {t.where.rpartition(", ")[2] for t in hard} == {"quotation"}
    assert readability.HARDER.keys() == {"quotation"}
