"""The words of the trade, and how a fixed text explains one where it first stands.

The page «Che cos’è la coesione sociale» has them all; nobody should have to go there
to understand a sentence.
"""

import re
from typing import NamedTuple

from mix_site.content import reader
from tests.readability import TEMPLATES, prose, sentences

# A term as a pattern, and the words of which one has to stand close by.
TERMS = {
    "lotto": (r"\blott[oi]\b", r"progett|bando|municipi"),
    "equipe": (r"\bequipe\b", r"grupp[oi]|mestieri|chi (?:ci )?lavora"),
    "tavolo": (
        r"\btavol[oi] (?:social|comun|temati|di lavoro|apert|per|in cui|su)\w*"
        r"|\bprimi tavoli\b",
        r"insieme|riunisc|ragiona|parlar",
    ),
    "sportello": (r"\bsportell[oi]\b", r"rivolgersi|chiedere|aiut"),
    "presidio": (r"\bpresidi[o]?\b", r"esser[ec]i|qualcuno"),
    "caseggiato": (r"\bcaseggiat[oi]\b", r"\bcase\b|scale|cortili"),
    "Erp": (r"\berp\b", r"edilizia residenziale pubblica"),
    "Aler": (r"\baler\b", r"azienda"),
    "MM": (r"\bMM\b", r"società"),
    "city user": (r"\bcity users?\b", r"chi usa|chi passa"),
    "capofila": (r"\bcapofila\b", r"guid|rispond"),
    "coprogettazione": (r"\bcoprogettazion[ei]\b", r"insieme"),
    "partnership": (r"\bpartnership\b", r"grupp[oi]|insieme|più enti"),
    "Terzo settore": (r"\bterzo settore\b", r"associazioni|cooperative"),
    "abusivismo": (r"\babusivismo\b", r"senza titolo|occupa"),
    "mediazione": (r"\bmediazion[ei]\b", r"conflitt|litig|parlarsi"),
    "educativa di strada": (r"\beducativa di strada\b", r"educatori"),
    "ligera": (r"\bligera\b", r"malavita"),
    "WCAG": (r"\bWCAG\b", r"linee guida"),
    "AgID": (r"\bAgID\b", r"Agenzia per l’Italia digitale"),
    "UE": (r"\bUE\b", r"Regolamento"),
    "IP": (r"\bIP\b", r"indirizzo"),
}
# As far as a reader still has the term in mind.
CLOSE = 170
# In the order in which the page shows them. Names (of a project, of an action, of
# a bureau) stay as their owners wrote them.
SHOWN = (
    *("standfirst", "summary", "introduction", "content", "challenge", "continuity"),
    *("body", "text", "was", "now", "story", "description", "remains", "legacy"),
    *("resources", "obstacles", "results", "report", "audience"),
)


class Unexplained(NamedTuple):
    where: str
    term: str
    around: str


def unexplained():
    """Return every term that first stands in a page without an explanation."""
    return [
        Unexplained(where, term, around)
        for where, text in pages()
        for term, around in unexplained_in(text)
    ]


def unexplained_in(text):
    for term, (pattern, explanation) in TERMS.items():
        flags = 0 if term.isupper() else re.IGNORECASE
        if first := re.search(pattern, text, flags):
            around = text[max(0, first.start() - CLOSE) : first.end() + CLOSE]
            rest = around.replace(first[0], " ")
            if not re.search(explanation, rest, re.IGNORECASE):
                yield term, around


def pages():
    """Yield (where, text) of every page of the first content and of every template."""
    content = reader.read()
    glossary = "/che-cos-e-la-coesione-sociale/"
    for group, entries in content.items():
        if group == "blocks":
            yield "issue-1.toml", " ".join(shown(entry) for entry in entries)
            continue
        for entry in entries:
            if entry.key != glossary:
                yield entry.where, shown(entry)
    for path in sorted(TEMPLATES.rglob("*.html")):
        if "admin" not in path.parts:
            yield path.name, " ".join(sentences(path.read_text("utf-8")))


def shown(entry):
    """Return the texts of an entry and of its parts as the page shows them."""
    parts = [part for value in entry.values.values() for part in parts_of(value)]
    own = [prose(entry.values[name]) for name in SHOWN if name in entry.values]
    return " ".join([*own, *map(shown, parts)])


def parts_of(value):
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, reader.Entry)]
