"""The answer to a question as the page shows it: groups, pages, other words."""

from collections import defaultdict
from dataclasses import dataclass, field
from math import ceil

from django.urls import reverse
from django.utils.http import urlencode

from mix_site.models.search import EntryText, Kind, Posting
from mix_site.search.excerpts import Marker
from mix_site.search.finding import Matches, Question, Vocabulary, by_kind, fetch
from mix_site.search.sources import SOURCES
from mix_site.search.spelling import alike
from mix_site.search.weights import NAMES

PER_GROUP = 4
PER_PAGE = 12
MOST_CANDIDATES = 12
# The pages that name streets, in their names and in what stands above their text.
NAME_STREETS = (Kind.PROJECT, Kind.PLACE, Kind.EVENT)
ORDER = list(SOURCES)


def _no(noun):
    """«Nessun evento», «Nessuno spazio», «Nessuna cronaca»."""
    if noun.endswith("a"):
        return "Nessuna"
    hissed = noun[0] == "z" or (noun[0] == "s" and noun[1] not in "aeiou")
    return "Nessuno" if hissed else "Nessun"


def search_url(typed, kind=None, page=1):
    """Return the address of a search; what is as usual is left out."""
    asked = {"q": typed, "tipo": kind, "pagina": page if page > 1 else None}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('search')}?{query}"


@dataclass
class Result:
    """A page that was found, with the words asked for marked."""

    shown: EntryText
    title: list
    excerpt: list


@dataclass
class Group:
    """The pages of one kind: how many there are, and those shown."""

    kind: str
    total: int
    best: int
    url: str
    results: list = field(default_factory=list)

    @property
    def label(self):
        """«Cronache»"""
        return SOURCES[self.kind].nouns[1].capitalize()

    @property
    def count_label(self):
        """«12 cronache»"""
        one, many = SOURCES[self.kind].nouns
        return f"{self.total} {one if self.total == 1 else many}"


@dataclass
class Answer:
    """Everything found for a question; `kind` is set when only one is shown."""

    question: Question
    kind: str | None = None
    page: int = 1
    groups: list = field(default_factory=list)
    suggestion: str = ""
    # The words that would find something alone, when together they find nothing.
    alone: list = field(default_factory=list)

    @property
    def is_empty(self):
        """Whether there was nothing to look for."""
        return not self.question

    @property
    def total(self):
        return sum(group.total for group in self.groups)

    @property
    def shown(self):
        """The groups on the page: the chosen one alone, or all of them."""
        return [g for g in self.groups if self.kind in (None, g.kind)]

    @property
    def total_shown(self):
        return sum(group.total for group in self.shown)

    @property
    def pages(self):
        return max(1, ceil(self.total_shown / PER_PAGE)) if self.kind else 1

    @property
    def count_label(self):
        """«8 risultati», or of the kind chosen «3 cronache», «Nessuna cronaca»."""
        one, many = (
            SOURCES[self.kind].nouns if self.kind else ("risultato", "risultati")
        )
        if self.total_shown:
            return f"{self.total_shown} {one if self.total_shown == 1 else many}"
        return f"{_no(one)} {one}"

    @property
    def all_url(self):
        return search_url(self.question.typed)

    @property
    def previous_url(self):
        return self._page_url(self.page - 1)

    @property
    def next_url(self):
        return self._page_url(self.page + 1)

    @property
    def suggestion_url(self):
        return search_url(self.suggestion)

    def _page_url(self, page):
        if not 1 <= page <= self.pages:
            return ""
        return search_url(self.question.typed, self.kind, page)


def answer(typed, kind=None, page=1):
    """Answer what a reader typed, whatever it is.

    `kind` limits the results shown to one kind, `page` (from 1) says which of
    them; one too high is the last. All the kinds are counted in any case.
    """
    found = Answer(Question(typed), kind, page)
    if not found.question:
        return found
    vocabulary = Vocabulary(found.question)
    for begun, ids in vocabulary.readings():
        if _fill(found, ids, vocabulary.same):
            _write(found, Marker(found.question, begun))
            return found
    _look_further(found, vocabulary)
    return found


def _fill(found, ids, same):
    """Put what holds all the words into the answer; whether there was anything."""
    matches = Matches(ids, same)
    if not matches:
        return False
    first, last = 1, PER_GROUP + 1
    if found.kind:
        of_kind = len(matches.kinds.get(found.kind, ()))
        found.page = min(found.page, max(1, ceil(of_kind / PER_PAGE)))
        first, last = (found.page - 1) * PER_PAGE + 1, found.page * PER_PAGE
    found.groups = _groups(found, matches.best(first, last))
    return True


def _groups(found, rows):
    """The rows by kind, the kind of the best row first."""
    groups = {}
    for row in sorted(rows, key=lambda row: row.place):
        kind = row.kind
        if kind not in groups:
            url = search_url(found.question.typed, kind)
            groups[kind] = Group(kind, row.total, row.rank, url)
        groups[kind].results.append(row)
    return sorted(groups.values(), key=lambda g: (-g.best, ORDER.index(g.kind)))


def _write(found, marker):
    """Turn the rows of the groups shown into results: one query."""
    first = (found.page - 1) * PER_PAGE + 1 if found.kind else 1
    for group in found.shown:
        group.results = [row for row in group.results if row.place >= first]
        # A link to a single one more would take the room of that one.
        if not found.kind and group.total > PER_GROUP + 1:
            group.results = group.results[:PER_GROUP]
    pks = [row.pk for group in found.shown for row in group.results]
    texts = EntryText.objects.select_related("entry__project").in_bulk(pks)
    for group in found.shown:
        known = [texts[row.pk] for row in group.results if row.pk in texts]
        group.results = [
            Result(shown, marker.marked(shown.title), marker.excerpt(shown.text))
            for shown in known
        ]


# --- Nothing found --------------------------------------------------------------


def _look_further(found, vocabulary):
    """Look for words near those typed, and for those that find something alone."""
    question = found.question
    texts = [term.text for term in question.terms]
    runs = [run.text for run in question.runs]
    near = {
        text: words[:MOST_CANDIDATES] for text, words in alike({*texts, *runs}).items()
    }
    ids = {term.text: vocabulary.ids_of(term) for term in question.terms}
    words = vocabulary.words + [word for each in near.values() for _, word in each]
    meant = [pk for each in ids.values() for pk in each]
    meant += [word.pk for each in near.values() for _, word in each]
    standing = Standing(set(meant))
    known = [text for text in texts if standing.of(ids[text])]
    mended = _mended(question, known, near, standing)
    found.suggestion = mended if mended and _finds(mended, words, standing) else ""
    typed = {w.text: question.typed[w.start : w.end] for w in question.words}
    if len(texts) > 1 and not found.suggestion:
        found.alone = [(typed[text], search_url(typed[text])) for text in known]


def _mended(question, known, near, standing):
    """Return the question with its slips mended, or "" if nothing is near."""
    strange = [term.text for term in question.terms if term.text not in known]
    corrections = {
        text: _best(near[text], standing, is_street=text in question.streets)
        for text in strange
    }
    if strange and all(corrections.values()):
        return question.replaced(corrections)
    return _mended_run(question, near, standing)


class Standing:
    """On which public pages some words stand: three queries."""

    def __init__(self, words):
        rows = Posting.objects.filter(word__in=words).order_by()
        rows = fetch(rows.values_list("word", "entry", "weight"))
        shown = by_kind({entry: None for _, entry, _ in rows}) if rows else {}
        kinds = {pk: kind for kind, entries in shown.items() for pk in entries}
        held = defaultdict(list)
        for word, entry, _ in rows:
            held[word].append(entry)
        self.entries = {word: kinds.keys() & each for word, each in held.items()}
        self.streets = {
            word
            for word, entry, weight in rows
            if weight >= NAMES and kinds.get(entry) in NAME_STREETS
        }

    def of(self, words):
        """Return the pages where any of these words stands."""
        return set().union(*(self.entries.get(word, ()) for word in words))


def _best(near, standing, is_street=False):
    """The nearest public word, as it is written; the commonest of those as near.

    A street is mended only into one that the site names: «via Torino» is not a
    slip for a word of some text.
    """
    known = [
        (far, -len(standing.entries[word.pk]), word.text, word.written)
        for far, word in near
        if (word.pk in standing.streets if is_street else standing.of([word.pk]))
    ]
    return min(known)[3] if known else ""


def _mended_run(question, near, standing):
    """«Vila Pizone»: two words that are one in the vocabulary, with a slip."""
    for run in question.runs:
        if question.says_little(run):
            continue
        if written := _best(near[run.text], standing):
            typed = question.typed
            return f"{typed[: run.start]}{written}{typed[run.end :]}"
    return ""


def _finds(typed, words, standing):
    """Whether a question made of public `words` finds a page that has them all."""
    question = Question(typed)
    vocabulary = Vocabulary(question, words)
    held = [standing.of(vocabulary.ids_of(term)) for term in question.terms]
    return bool(held) and bool(set.intersection(*held))
