"""How much each word of a page counts, by where it stands."""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from mix_site.models.search import Kind
from mix_site.search.words import acronyms_in, joined, means_little, words_in

# Who asks for a territory by its name is looking for its project; who asks for a
# word that a page of the site explains, for that page.
TITLE = 100
TITLES = {Kind.PAGE: 140}
NAMES = 30
NAMES_OF = {Kind.PROJECT: 200}
# In a body each time counts, but not without end; the territory counts once.
BODY = TERRITORY = 1
MOST_IN_BODY = 5
LONGEST_WRITTEN = 120


class Weighed(NamedTuple):
    weight: int
    written: str


def weigh(kind, page):
    """Return {word: Weighed} of what a `Page` says itself.

    `written` is how the page writes the word.
    """
    found = {}
    _add(found, _all_words(page.title), TITLES.get(kind, TITLE))
    for name in page.names:
        _add(found, _as_name(name), NAMES_OF.get(kind, NAMES))
    for lead in page.leads:
        _add(found, _said(lead), NAMES)
    _merge(found, _counted(page.bodies))
    return found


def weigh_lent(lent):
    """Return {word: Weighed} of the names `Lent` to a page by other rows."""
    found = {}
    for label in lent.labels:
        _add(found, _said(label), NAMES)
    _merge(found, _territory(lent.territory))
    return found


def _add(found, words, weight):
    """Give each word this weight, unless it has a greater one already."""
    for text, written in words:
        if text not in found or found[text].weight < weight:
            found[text] = Weighed(weight, written)


def _counted(bodies):
    words = [each for body in bodies for each in _said(body)]
    times = Counter(text for text, _ in words)
    return {
        text: Weighed(BODY * min(times[text], MOST_IN_BODY), written)
        for text, written in words
    }


def _merge(found, others):
    for text, other in others.items():
        before = found[text].weight if text in found else 0
        found[text] = Weighed(before + other.weight, other.written)


def _all_words(text):
    return _written(text, words_in(text) + acronyms_in(text))


def _said(text):
    """The words that mean something: nobody asks for a page by its articles."""
    return [each for each in _all_words(text) if not means_little(each[0])]


def _as_name(text):
    """A name is also found written as one word: «Villapizzone», «TICOSKA»."""
    words = words_in(text)
    return _written(text, words + acronyms_in(text) + joined(words))


@lru_cache(maxsize=64)
def _territory(text):
    found = {}
    for name in text.split(" · "):
        _add(found, _as_name(name), TERRITORY)
    return found


def _written(text, words):
    """Pairs of compared and shown form; a run of words is shown as it stands."""
    return [(word.text, _shown(text[word.start : word.end])) for word in words]


def _shown(written):
    is_one_word = written.isalnum()
    return (written.lower() if is_one_word else written)[:LONGEST_WRITTEN]
