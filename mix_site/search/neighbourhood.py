"""«Nel tuo quartiere»: from a street or a neighbourhood to its project."""

import re
from dataclasses import dataclass, field

from mix_site.search.answer import search_url
from mix_site.search.finding import LONGEST_QUESTION
from mix_site.search.sources import names_of
from mix_site.search.spelling import distance, slips_allowed
from mix_site.search.words import STOP_WORDS, joined, tidy, words_in
from projects.models import Event, Place, Project

# Said of any street or quarter: they choose none.
KINDS_OF_STREET = set(
    "via viale piazza piazzale piazzetta corso largo vicolo strada vie viali ponte "
    "ple pzza pza pzle pl cso lgo vle vlo v p str quartiere quartieri zona rione "
    "borgo angolo ang milano mi civico numero n num nr interno int scala citofono "
    "bis ter".split()
)
# Words of our own names that name no place.
NOT_PLACES = set(
    "periferia parco giardini giardino cortile caseggiato tutta tutti citta "
    "nove progetto case spazio tratto".split()
)
_SHORTENED = re.compile(r"\b([vplc])\.\s?(le|lo|za|zza|zle|so|go)\b\.?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+[a-z]?")
_MUNICIPIO = re.compile(r"\b(?:municipio|zona|lotto)\s*(?:n\.?\s*)?([1-9])\b", re.I)


@dataclass
class Asked:
    """What a reader typed, and the projects that name it.

    `projects` name all of it; when none does, `near` name a part of it.
    """

    typed: str
    projects: list = field(default_factory=list)
    near: list = field(default_factory=list)

    @property
    def only(self):
        """The project to go to, when there is exactly one."""
        return self.projects[0] if len(self.projects) == 1 else None

    @property
    def search_url(self):
        """The same words, looked for in the whole site."""
        return search_url(self.typed)


class Gazetteer:
    """The words by which each public project is known: three queries."""

    def __init__(self):
        self.projects = list(Project.objects.published().local().by_lot())
        self.words = {project.pk: set() for project in self.projects}
        self.places = {project.pk: set() for project in self.projects}
        for project in self.projects:
            for name in names_of(project):
                self._learn(project.pk, name)
        for model, fields in ((Place, ["address"]), (Event, ["address", "where"])):
            said = model.objects.published().order_by().values_list("project", *fields)
            for project, *names in said.distinct():
                for name in names:
                    self._learn(project, name)

    def _learn(self, project, name):
        """A word with a capital is a place; the others only stand beside one."""
        if project not in self.words:
            return
        words = [w for w in words_in(name) if w.text not in KINDS_OF_STREET]
        runs = joined(words)
        self.words[project].update(w.text for w in words + runs)
        self.places[project].update(
            w.text
            for w in words + runs
            if name[w.start].isupper()
            and w.text not in NOT_PLACES
            and w.text not in STOP_WORDS
        )

    def naming(self, texts, slips=False):
        """Return the projects that name all of `texts`, one of them as a place."""
        return [p for p in self.projects if self._names(p.pk, texts, slips)]

    def naming_some(self, texts):
        """Return the projects that name one of `texts` as a place."""
        return [p for p in self.projects if self.places[p.pk] & set(texts)]

    def _names(self, project, texts, slips):
        words, places = self.words[project], self.places[project]
        return all(_is_in(text, words, slips) for text in texts) and any(
            _is_in(text, places, slips) for text in texts
        )


def _is_in(text, words, slips):
    if text in words or not slips:
        return text in words
    most = slips_allowed(text)
    return any(0 < distance(text, word, most) <= most for word in words)


def ask(typed):
    """Return the `Asked` for what a reader typed, whatever it is."""
    asked = Asked(tidy(typed, LONGEST_QUESTION))
    texts = _telling_words(asked.typed)
    gazetteer = Gazetteer()
    if lot := _MUNICIPIO.search(asked.typed):
        asked.projects = [p for p in gazetteer.projects if p.lot == int(lot[1])]
    for slips in (False, True):
        for words in (texts, _as_one(texts)):
            if words and not asked.projects:
                asked.projects = gazetteer.naming(words, slips)
    if not asked.projects:
        asked.near = gazetteer.naming_some(texts)
    return asked


def _telling_words(typed):
    """The words that choose a street: not «via», not the number of the house."""
    words = [w.text for w in words_in(_SHORTENED.sub(r"\1\2", typed))]
    telling = [
        text
        for text in words
        if text not in KINDS_OF_STREET
        and text not in STOP_WORDS
        and not _NUMBER.fullmatch(text)
    ]
    return telling or [text for text in words if text not in STOP_WORDS]


def _as_one(texts):
    """«Villa Pizzone» is «Villapizzone»."""
    return ["".join(texts)] if len(texts) > 1 else []
