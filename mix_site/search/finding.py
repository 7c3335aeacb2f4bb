"""Answers a question: which public pages hold all its words, the best first."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Q,
    Sum,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from mix_site.models.search import Entry, Word
from mix_site.search.sources import SOURCES
from mix_site.search.words import (
    acronyms_in,
    joined,
    means_little,
    stem,
    tidy,
    words_in,
)

LONGEST_QUESTION = 200
MOST_TERMS = 8
SHORTEST_PREFIX = 3
# The word itself counts more than another of its family.
SAME_WORD = 2


@dataclass(frozen=True)
class Term:
    """A word asked for; `runs` are it and its neighbours written as one word."""

    text: str
    runs: frozenset = frozenset()


class Question:
    """What a reader typed, tidied, and the terms that a page must hold."""

    def __init__(self, typed):
        self.typed = tidy(typed, LONGEST_QUESTION)
        self.words = words_in(self.typed)
        self.runs = acronyms_in(self.typed) + joined(self.words)
        terms = {}
        for word in self.words:
            around = {r.text for r in self.runs if r.start <= word.start < r.end}
            terms[word.text] = terms.get(word.text, frozenset()) | around
        telling = [text for text in terms if not means_little(text)]
        asked = telling or list(terms)
        self.terms = [Term(text, terms[text]) for text in asked[:MOST_TERMS]]

    def __bool__(self):
        return bool(self.terms)

    @property
    def begun(self):
        """The last word, if it is long enough to be the beginning of others."""
        last = self.terms[-1].text if self.terms else ""
        return last if len(last) >= SHORTEST_PREFIX else ""

    def replaced(self, corrections):
        """Return the question with other words; `corrections` are by plain word."""
        said, at = "", 0
        for word in self.words:
            if word.text in corrections:
                said += self.typed[at : word.start] + corrections[word.text]
                at = word.end
        return said + self.typed[at:]


class Vocabulary:
    """The words of the index that meet the terms of a question: one query."""

    def __init__(self, question):
        self.question = question
        self.words = list(self._words()) if question else []

    def _words(self):
        terms = self.question.terms
        texts = {text for term in terms for text in {term.text, *term.runs}}
        wanted = Q(text__in=texts) | Q(stem__in={stem(term.text) for term in terms})
        if self.question.begun:
            wanted |= Q(text__startswith=self.question.begun)
        return Word.objects.filter(wanted).values_list("pk", "text", "stem", named=True)

    def ids_of(self, term, begun=False):
        """Return the ids of the words that meet a term; `begun` adds what it begins."""
        root, texts = stem(term.text), {term.text, *term.runs}
        ids = {w.pk for w in self.words if w.stem == root or w.text in texts}
        if begun and term.text == self.question.begun:
            ids |= {w.pk for w in self.words if w.text.startswith(term.text)}
        return ids

    def readings(self):
        """Yield (begun, ids of each term): the words first, then what they begin."""
        whole = [self.ids_of(term) for term in self.question.terms]
        yield False, whole
        begun = [self.ids_of(term, begun=True) for term in self.question.terms]
        if begun != whole:
            yield True, begun

    @cached_property
    def same(self):
        """The ids of the words that were typed as they stand."""
        texts = {t for term in self.question.terms for t in {term.text, *term.runs}}
        return {word.pk for word in self.words if word.text in texts}


def public():
    """Return the condition that an entry's page is public now."""
    condition = Q()
    for kind, source in SOURCES.items():
        rows = source.public().order_by().values("pk")
        condition |= Q(kind=kind, object_id__in=rows)
    return condition


def matching(ids_of_terms, same=frozenset()):
    """Return the public entries that hold every term, each with its `rank`.

    `ids_of_terms` are sets of word ids, one set a term; `same` those that count
    more. The rows are dictionaries.
    """
    weight = F("postings__weight")
    if same:
        meant = When(postings__word__in=same, then=weight * SAME_WORD)
        weight = Case(meant, default=weight, output_field=IntegerField())
    rows = (
        Entry.objects.filter(public(), postings__word__in=set().union(*ids_of_terms))
        .values("pk", "kind", "object_id", "day")
        .annotate(rank=Sum(weight))
    )
    if len(ids_of_terms) == 1:
        return rows
    for number, ids in enumerate(ids_of_terms):
        held = Max(Case(When(postings__word__in=ids, then=1), default=0))
        rows = rows.alias(**{f"held_{number}": held}).filter(**{f"held_{number}": 1})
    return rows


BEST_FIRST = [F("rank").desc(), F("day").desc(nulls_last=True), F("object_id").desc()]


def best(ids_of_terms, same, first, last):
    """Return the rows of every kind in these places, and each kind's very first.

    `place` is the place within the kind, from 1, `total` how many it has: one
    query for everything, in no order of its own (to sort thousands costs more).
    """
    by_kind = {"partition_by": F("kind")}
    return (
        matching(ids_of_terms, same)
        .annotate(
            place=Window(RowNumber(), order_by=BEST_FIRST, **by_kind),
            total=Window(Count("*"), **by_kind),
        )
        .filter(Q(place=1) | Q(place__range=(first, last)))
    )
