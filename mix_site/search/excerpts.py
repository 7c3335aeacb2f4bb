"""The words asked for, marked in a title and in a piece of the text."""

from typing import NamedTuple

from mix_site.search.words import (
    LONGEST_WORD,
    MOST_JOINED,
    WORD,
    acronyms_in,
    is_elided,
    joined,
    plain,
    stem,
    words_in,
)

LENGTH = 220
# How much is shown of what stands before the first word that was found.
BEFORE = 60
LONGEST_RUN = MOST_JOINED * (LONGEST_WORD + 2)


class Piece(NamedTuple):
    """A stretch of text; `is_hit` when it is one of the words asked for."""

    text: str
    is_hit: bool


class Marker:
    """Finds the words of a question in any text; gives pieces, never markup."""

    def __init__(self, question, begun=False):
        terms = question.terms
        self.wanted = {text for term in terms for text in {term.text, *term.runs}}
        self.stems = {stem(term.text) for term in terms}
        self.prefix = question.begun if begun else None
        # Of a long text only the few words that begin a run are tried as one.
        self.beginnings = {
            text[: at + 1] for text in self.wanted for at in range(len(text))
        }
        # What each word as it is written stands for: a text repeats its words.
        self.meanings = {}

    def marked(self, text):
        """Return the whole text as pieces."""
        return self._pieces(text, self._spans(text))

    def excerpt(self, text):
        """Return the piece of text where most of the words stand, as pieces."""
        spans = self._spans(text)
        start = self._best_start(text, spans)
        end = _end_of_word(text, start + LENGTH)
        inside = [
            (first - start, last - start)
            for first, last in spans
            if start <= first and last <= end
        ]
        pieces = self._pieces(text[start:end], inside)
        before = [Piece("… ", False)] if start else []
        after = [Piece(" …", False)] if end < len(text) else []
        return before + pieces + after

    def _spans(self, text):
        spans = [(w.start, w.end) for w in acronyms_in(text) if w.text in self.wanted]
        for match in WORD.finditer(text):
            is_meant, may_begin = self._meaning(match[0])
            if is_meant and not is_elided(text, match):
                spans.append(match.span())
            if may_begin:
                spans += self._runs_from(text, match.start())
        return _apart(sorted(spans))

    def _meaning(self, written):
        """Whether a word is one of those asked for, and whether it may begin a run."""
        if written not in self.meanings:
            word = plain(written)
            self.meanings[written] = self._is_meant(word), word in self.beginnings
        return self.meanings[written]

    def _is_meant(self, word):
        if word in self.wanted or stem(word) in self.stems:
            return bool(word)
        return self.prefix is not None and word.startswith(self.prefix)

    def _runs_from(self, text, start):
        near = text[start : start + LONGEST_RUN]
        words = words_in(near)[:MOST_JOINED]
        return [
            (start + run.start, start + run.end)
            for run in joined(words)
            if run.text in self.wanted
        ]

    @staticmethod
    def _best_start(text, spans):
        """Where to begin, so that the most words follow; the first such place."""
        if not spans:
            return 0

        def held(first):
            found = {text[a:b].lower() for a, b in spans if first <= a < first + LENGTH}
            return len(found)

        best = max((first for first, _ in spans), key=lambda f: (held(f), -f))
        if best <= BEFORE:
            return 0
        return text.find(" ", best - BEFORE, best) + 1 or best

    @staticmethod
    def _pieces(text, spans):
        pieces, at = [], 0
        for first, last in spans:
            pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
            at = last
        return [p for p in [*pieces, Piece(text[at:], False)] if p.text]


def _apart(spans):
    """Join what overlaps: a word may be one alone and one of a run."""
    apart = []
    for first, last in spans:
        if apart and first < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(last, apart[-1][1]))
        else:
            apart.append((first, last))
    return apart


def _end_of_word(text, end):
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - LENGTH // 2, end)
    return space if space > 0 else end
