"""Italian words as the search compares them: without accents, case and endings."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 40
SHORTEST_STEMMED = 4
# How many neighbours are also tried as one word: «Villa Pizzone», «TI CO SKA».
MOST_JOINED = 3

# What stands before an apostrophe and is no word of its own.
ELIDED = set(
    "l d c s m t v n un all dall dell nell sull coll quell quest bell sant anch "
    "dov com cos tutt mezz nessun ciascun qualcun".split()
)
# Never asked for beside a word that means something.
STOP_WORDS = set(
    "a ad al allo alla ai agli alle da dal dallo dalla dai dagli dalle di del dello "
    "della dei degli delle e ed in nel nello nella nei negli nelle su sul sullo sulla "
    "sui sugli sulle con col coi per tra fra il lo la i gli le l un uno una o od che "
    "chi cui non si se ma come dove quando anche mi ti ci vi era sono ha ho hanno "
    "questo questa questi queste quello quella quelli quelle".split()
)
# Beside a name they choose nothing: «via Padova» asks for Padova.
KINDS_OF_STREET = set(
    "via viale vicolo piazza piazzale piazzetta corso largo strada".split()
)
# A plural in -chi or -ghe hides its consonant behind an h.
ENDING = re.compile(r"(?:ie|io|ia|ii|he|hi|[aeiou])$")

WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_ACRONYM = re.compile(r"\b[A-ZÀ-Ý][^\W_]{0,5}(?:\.[A-ZÀ-Ý][^\W_]{0,5})+\b")
_APOSTROPHES = "'’‘ʼ´`"


class Word(NamedTuple):
    """A word where it stands in a text; `text` is what is compared."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=50_000)
def plain(word):
    """Return one word in its compared form: «Perché» is «perche»."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts.casefold() if c.isalnum())[:LONGEST_WORD]


@lru_cache(maxsize=50_000)
def stem(text):
    """Return what singular and plural of a plain word share: «orto», «orti»."""
    if len(text) < SHORTEST_STEMMED or not text.isalpha():
        return text
    bare = ENDING.sub("", text)
    return bare if len(bare) > 2 else text[:-1]


def words_in(text):
    """Return every `Word` of a text; articles before an apostrophe are none."""
    found = []
    for match in WORD.finditer(text):
        word = plain(match[0])
        if word and not is_elided(text, match):
            found.append(Word(match.start(), match.end(), word))
    return found


def is_elided(text, match):
    """Whether a match of `WORD` is an article, or its like, before an apostrophe."""
    after = text[match.end() : match.end() + 2]
    if len(after) < 2 or after[0] not in _APOSTROPHES or not after[1].isalnum():
        return False
    return plain(match[0]) in ELIDED


def acronyms_in(text):
    """Return what is written with dots, as one `Word`: «B.B.C.» is «bbc»."""
    return [
        Word(match.start(), match.end(), plain(match[0]))
        for match in _ACRONYM.finditer(text)
    ]


def joined(words):
    """Return neighbours as one: «villapizzone» for «Villa Pizzone»."""
    return [
        Word(run[0].start, run[-1].end, "".join(w.text for w in run)[:LONGEST_WORD])
        for length in range(2, MOST_JOINED + 1)
        for run in (words[i : i + length] for i in range(len(words) - length + 1))
    ]


def means_little(text):
    """Whether a plain word is too common, or too short, to be asked for alone."""
    return text in STOP_WORDS or (len(text) == 1 and text.isalpha())


def tidy(typed, longest):
    """Return what a reader typed, fit to be shown: one line, no odd characters."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs") else c
        for c in typed[: longest * 2]
        if unicodedata.category(c) != "Cf"
    )
    return " ".join(kept.split())[:longest].strip()
