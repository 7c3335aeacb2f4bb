"""The words asked for, marked in a title and in a piece of the text."""

from typing import NamedTuple

from mix_site.search.words import MOST_JOINED, acronyms_in, joined, stem, words_in

LENGTH = 220
# How much is shown of what stands before the first word that was found.
BEFORE = 60


class Piece(NamedTuple):
    """A stretch of text; `is_hit` when it is one of the words asked for."""

    text: str
    is_hit: bool


class Marker:
    """Finds the words of a question in any text; gives pieces, never markup."""

    def __init__(self, question, begun=False):
        terms = question.terms
        self.texts = {term.text for term in terms}
        self.runs = {run for term in terms for run in term.runs}
        self.stems = {stem(text) for text in self.texts}
        self.prefix = question.begun if begun else None

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
        words = words_in(text)
        spans = [(w.start, w.end) for w in words if self._is_meant(w.text)]
        runs = acronyms_in(text) + self._joined(words)
        wanted = self.runs | self.texts
        spans += [(w.start, w.end) for w in runs if w.text in wanted]
        return _apart(sorted(spans))

    def _joined(self, words):
        """The runs that may be meant: of a long text only a few are tried."""
        wanted = tuple(self.runs | self.texts)
        begun = [
            at
            for at, word in enumerate(words)
            if any(text.startswith(word.text) for text in wanted)
        ]
        return [run for at in begun for run in joined(words[at : at + MOST_JOINED])]

    def _is_meant(self, word):
        if word in self.texts or word in self.runs or stem(word) in self.stems:
            return True
        return self.prefix is not None and word.startswith(self.prefix)

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
