import pytest

from mix_site.search.excerpts import LENGTH, Marker
from mix_site.search.finding import LONGEST_QUESTION, MOST_TERMS, Question
from mix_site.search.spelling import distance, slips_allowed
from mix_site.search.words import acronyms_in, joined, plain, stem, tidy, words_in


def texts(words):
    return [word.text for word in words]


class TestStem:
    @pytest.mark.parametrize(
        "family",
        [
            "quartiere quartieri",
            "orto orti",
            "laboratorio laboratori",
            "cantiere cantieri",
            "bambina bambine bambino bambini",
            "abitante abitanti",
            "condivisa condivisi",
            "cortile cortili",
            "amica amiche amici",
            "luogo luoghi",
            "spazio spazi",
            "festa feste",
            "storia storie",
            "spiaggia spiagge",
            "famiglia famiglie",
            "città citta",
            "perché perche",
            "caffè caffe",
        ],
    )
    def test_is_one_for_a_family(self, family):
        assert len({stem(plain(word)) for word in family.split()}) == 1

    @pytest.mark.parametrize(
        "strangers",
        ["orto porto", "via vie", "barona barone", "mosso mostra", "2017 2018"],
    )
    def test_keeps_strangers_apart(self, strangers):
        one, other = (stem(plain(word)) for word in strangers.split())
        assert (one == other) is (strangers == "barona barone")

    @pytest.mark.parametrize("word", ["ti", "via", "3", "c6", "aaaa", "ioio"])
    def test_leaves_something_of_every_word(self, word):
        assert stem(word)


class TestWords:
    @pytest.mark.parametrize(
        ("said", "found"),
        [
            ("L’orto, l'incontro", ["orto", "incontro"]),
            ("dell’orto dall'alto", ["orto", "alto"]),
            ("perche' no", ["perche", "no"]),
            ("Perche\u0301 CITTÀ", ["perche", "citta"]),
            ("SI – CURA", ["si", "cura"]),
            ("straße ﬁne", ["strasse", "fine"]),
            ("<b>orto</b>", ["b", "orto", "b"]),
            ("… «» 😀 %_\\", []),
        ],
    )
    def test_are_read_without_accents_and_articles(self, said, found):
        assert texts(words_in(said)) == found

    def test_stand_where_they_were_found(self):
        (word,) = words_in("l’Orto.")
        assert "l’Orto."[word.start : word.end] == "Orto"

    @pytest.mark.parametrize(
        ("said", "found"),
        [("B.B.C.", ["bbc"]), ("TI.CO.SKA", ["ticoska"]), ("casa.Poi", [])],
    )
    def test_written_with_dots_are_one(self, said, found):
        assert texts(acronyms_in(said)) == found

    def test_of_a_name_are_joined(self):
        found = texts(joined(words_in("TI CO SKA")))
        assert found == ["tico", "coska", "ticoska"]

    def test_have_an_end(self):
        assert len(words_in("a" * 10_000)[0].text) == 40


def test_what_is_typed_becomes_one_clean_line():
    assert tidy(" a\x00b\ud800\u202ec\n d ", 20) == "a b c d"


class TestQuestion:
    @pytest.mark.parametrize(
        ("typed", "terms"),
        [
            ("il giardino della Madia", ["giardino", "madia"]),
            ("di", ["di"]),
            ("orto orto", ["orto"]),
            ("?!", []),
            ("a b c d e f", ["a", "b", "c", "d", "e", "f"]),
        ],
    )
    def test_asks_for_the_words_that_mean_something(self, typed, terms):
        assert [term.text for term in Question(typed).terms] == terms

    def test_is_never_too_long(self):
        question = Question("parola " * 5000)
        assert len(question.typed) <= LONGEST_QUESTION
        assert len(Question("a1 b2 c3 d4 e5 f6 g7 h8 i9 l10").terms) == MOST_TERMS

    def test_changes_only_the_words_to_mend(self):
        question = Question("L’otro, di Barona")
        assert question.replaced({"otro": "orto"}) == "L’orto, di Barona"


class TestDistance:
    @pytest.mark.parametrize(
        ("one", "other", "slips"),
        [
            ("padva", "padova", 1),
            ("otro", "orto", 1),
            ("laboratrio", "laboratorio", 1),
            ("quatiere", "quartieri", 2),
            ("casa", "casa", 0),
            ("orto", "cantiere", 3),
        ],
    )
    def test_counts_the_slips_up_to_a_bound(self, one, other, slips):
        assert distance(one, other, most=2) == slips
        assert distance(other, one, most=2) == slips

    @pytest.mark.parametrize(
        ("text", "allowed"), [("via", 0), ("orto", 1), ("giardino", 2), ("20171231", 0)]
    )
    def test_allows_more_in_long_words(self, text, allowed):
        assert slips_allowed(text) == allowed


class TestMarker:
    def said(self, pieces):
        return "".join(f"[{p.text}]" if p.is_hit else p.text for p in pieces)

    @pytest.mark.parametrize(
        ("typed", "text", "said"),
        [
            ("perche", "Perché no?", "[Perché] no?"),
            ("orti", "L’orto e gli orti", "L’[orto] e gli [orti]"),
            ("ticoska", "Il TI CO SKA c’è", "Il [TI CO SKA] c’è"),
            ("bbc", "La B.B.C. c’è", "La [B.B.C]. c’è"),
            ("orto", "<b>orto</b>", "<b>[orto]</b>"),
            ("orto", "niente", "niente"),
        ],
    )
    def test_marks_the_words_asked_for(self, typed, text, said):
        assert self.said(Marker(Question(typed)).marked(text)) == said

    def test_marks_what_a_beginning_begins(self):
        marked = Marker(Question("giard"), begun=True).marked("Un giardino")
        assert self.said(marked) == "Un [giardino]"

    def test_takes_the_piece_where_the_words_stand(self):
        text = "prima " * 200 + "un orto condiviso " + "dopo " * 200
        excerpt = self.said(Marker(Question("orto condiviso")).excerpt(text))
        assert "[orto condiviso]" in excerpt
        assert excerpt.startswith("… prima")
        assert excerpt.endswith(" …")
        assert len(excerpt) < LENGTH + 20

    def test_takes_the_beginning_of_a_text_without_them(self):
        assert self.said(Marker(Question("orto")).excerpt("Poche parole")) == (
            "Poche parole"
        )
