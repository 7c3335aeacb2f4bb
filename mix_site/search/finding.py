"""Answers a question: which public pages hold all its words, the best first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, Sum, Value

from mix_site.models.search import Entry, Kind, Posting, Word
from mix_site.search.sources import SOURCES
from mix_site.search.words import (
    KINDS_OF_STREET,
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
# So many entries are looked up one by one; beyond, what is hidden is sought.
FEW = 100
MOST = Kind.CHRONICLE
HIDDEN = "nascosta"


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
        choosing = [text for text in telling if text not in KINDS_OF_STREET]
        asked = choosing or telling or list(terms)
        self.terms = [Term(text, terms[text]) for text in asked[:MOST_TERMS]]

    def __bool__(self):
        return bool(self.terms)

    @property
    def begun(self):
        """The last word, if it is long enough to be the beginning of others."""
        last = self.terms[-1].text if self.terms else ""
        return last if len(last) >= SHORTEST_PREFIX else ""

    @property
    def streets(self):
        """The words that name a street: those straight after «via» or its like."""
        said = [word.text for word in self.words if not means_little(word.text)]
        return {text for before, text in pairwise(said) if before in KINDS_OF_STREET}

    def says_little(self, run):
        """Whether a run is made only of words that nobody asks for."""
        inside = [w for w in self.words if run.start <= w.start < run.end]
        return all(means_little(word.text) for word in inside)

    def replaced(self, corrections):
        """Return the question with other words; `corrections` are by plain word."""
        said, at = "", 0
        for word in self.words:
            if word.text in corrections:
                said += self.typed[at : word.start] + corrections[word.text]
                at = word.end
        return said + self.typed[at:]


class Vocabulary:
    """The words of the index that meet the terms of a question: one query.

    None when the `words` are given: rows with `pk`, `text` and `stem`.
    """

    def __init__(self, question, words=None):
        self.question = question
        self.words = words
        if words is None:
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


def by_kind(values):
    """Return {kind: {entry: value}} of those of {entry: value} that are public now.

    Two queries. Nearly all are chronicles, and nearly all of those public: when
    `values` are many, only what is neither is fetched. Thousands of rows cost more
    than to find them.
    """
    are_many = len(values) > FEW
    rows = _other_entries() if are_many else _rows(Entry.objects.filter(pk__in=values))
    rest, asked = dict(values), defaultdict(dict)
    for pk, kind, object_id in rows:
        if pk in rest:
            asked[kind][object_id] = pk, rest.pop(pk)
    asked.pop(HIDDEN, None)
    kinds = defaultdict(dict, {MOST: rest} if are_many and rest else {})
    for kind, object_id in _public(asked):
        pk, value = asked[kind][object_id]
        kinds[kind][pk] = value
    return kinds


def _rows(entries, kind="kind"):
    return entries.order_by().values_list("pk", kind, "object_id")


def _other_entries():
    """The entries of other kinds, and those of most kind that nobody may see."""
    rows = SOURCES[MOST].model.objects.hidden().order_by().values("pk")
    hidden = Entry.objects.filter(kind=MOST, object_id__in=rows)
    others = Entry.objects.exclude(kind=MOST)
    return _rows(others).union(_rows(hidden, Value(HIDDEN)), all=True)


def _public(asked):
    """Return the (kind, object id) of those of {kind: object ids} that are public."""
    rows = [
        SOURCES[kind].public().order_by().filter(pk__in=ids)
        for kind, ids in asked.items()
    ]
    found = [
        each.values_list(Value(kind), "pk")
        for kind, each in zip(asked, rows, strict=True)
    ]
    return found[0].union(*found[1:], all=True) if found else []


def fetch(rows):
    """Return the plain tuples of a queryset's values, many thousands of numbers."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(*rows.query.sql_with_params())
        except EmptyResultSet:
            return []
        return cursor.fetchall()


def holding(ids_of_terms, same=frozenset()):
    """Return the postings grouped by entry, of those that hold every term.

    `ids_of_terms` are sets of word ids, one set a term; `same` those that count
    more in the `rank`. Public or not: that is still to be asked.
    """
    words = set().union(*ids_of_terms)
    rank = Sum("weight")
    if same & words:
        meant = Sum("weight", filter=Q(word__in=same & words), default=0)
        rank += meant * (SAME_WORD - 1)
    rows = Posting.objects.filter(word__in=words).order_by().values("entry")
    rows = rows.annotate(rank=rank)
    if len(ids_of_terms) == 1:
        return rows
    for number, ids in enumerate(ids_of_terms):
        # To count is half as dear as the greatest of a condition's zeros and ones.
        held = Count("word", filter=Q(word__in=ids))
        rows = rows.alias(**{f"held_{number}": held}).filter(
            **{f"held_{number}__gt": 0}
        )
    return rows


class Best(NamedTuple):
    """An entry found: `place` is the one within its kind, of `total`."""

    pk: int
    kind: str
    rank: int
    place: int
    total: int


class Matches:
    """The public entries that hold every term, by kind: two queries.

    They read nothing but indexes and narrow rows; to join, sort and number
    thousands of rows in the database costs more.
    """

    def __init__(self, ids_of_terms, same):
        ranked = holding(ids_of_terms, same).values_list("entry", "rank")
        ranks = dict(fetch(ranked)) if all(ids_of_terms) else {}
        self.kinds = by_kind(ranks) if ranks else {}

    def __bool__(self):
        return bool(self.kinds)

    def best(self, first, last):
        """Return the `Best` of every kind in these places, and each kind's very first.

        The greater rank first, then the newer day: one query.
        """
        ages = self._ages(last)
        return [
            Best(pk, kind, ranks[pk], place, len(ranks))
            for kind, ranks in self.kinds.items()
            for place, pk in enumerate(_first(ranks, ages, last), 1)
            if place == 1 or place >= first
        ]

    def _ages(self, last):
        """Return (day, object id) of every entry that may be among the first."""
        pks = []
        for ranks in self.kinds.values():
            least = nlargest(last, ranks.values())[-1]
            pks += [pk for pk, rank in ranks.items() if rank >= least]
        rows = Entry.objects.filter(pk__in=pks).order_by()
        return {
            pk: (day or date.min, object_id)
            for pk, day, object_id in rows.values_list("pk", "day", "object_id")
        }


def _first(ranks, ages, total):
    near = [pk for pk in ages if pk in ranks]
    return nlargest(total, near, key=lambda pk: (ranks[pk], *ages[pk]))
