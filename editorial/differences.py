"""Two states of one form, field by field: what differs, in words that can be read.

A state is a dictionary of `Entry`: the conflict page and the history compare two.
"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import format_html, format_html_join

from editorial.dates import long_date
from editorial.richtext import HTMLFormField, sanitise, to_text

_WORDS = re.compile(r"\s*\S+")
_AROUND_BLOCKS = re.compile(
    r"\s*(</?(?:p|br|h2|h3|ul|ol|li|blockquote)\b[^>]*>)\s*", re.IGNORECASE
)
NOTHING = "—"
ONLY_FORM = (
    "Le parole sono le stesse: cambia come sono messe (grassetto, link, elenco)."
)


@dataclass(frozen=True)
class Entry:
    """What one field of a form holds: `values` are as a browser sends them."""

    label: str
    values: tuple
    field: forms.Field = field(repr=False, compare=False)

    @cached_property
    def canonical(self):
        """What two equal contents have in common, whoever wrote them down."""
        if isinstance(self.field, HTMLFormField):
            return tuple(_canonical_html(value) for value in self.values if value)
        lines = ("\n".join(value.splitlines()).strip() for value in self.values)
        return tuple(sorted(line for line in lines if line))

    @cached_property
    def text(self):
        """The content as a person reads it."""
        return _read(self.field, [value for value in self.values if value])

    def says(self, other):
        return other is not None and self.canonical == other.canonical


@dataclass(frozen=True)
class Difference:
    label: str
    before: str  # markup, what is only here within <del>
    after: str  # markup, what is only here within <ins>
    note: str = ""
    after_text: str = ""


def differences(before, after, note=None):
    """Return the `Difference` of every entry that `before` and `after` do not share.

    Both are {key: Entry} in the order of the form; `note` may say of a key why.
    """
    keys = dict.fromkeys([*before, *after])
    return [
        _difference(before.get(key), after.get(key), note(key) if note else "")
        for key in keys
        if _differ(before.get(key), after.get(key))
    ]


def _differ(one, other):
    if one and other:
        return not one.says(other)
    return bool((one or other).canonical)


def _difference(before, after, note):
    old, new = (entry.text if entry else "" for entry in (before, after))
    if old == new and before and after:
        note = f"{note} {ONLY_FORM}".strip()
    marked = mark_words(old, new)
    return Difference((after or before).label, *marked, note, new)


def mark_words(old, new):
    """Return both texts as markup, with the words marked that only one of them has."""
    words, others = _WORDS.findall(old), _WORDS.findall(new)
    bare = ([word.strip() for word in text] for text in (words, others))
    steps = SequenceMatcher(None, *bare).get_opcodes()
    left = [(step != "equal", "".join(words[a:b])) for step, a, b, _, _ in steps]
    right = [(step != "equal", "".join(others[a:b])) for step, _, _, a, b in steps]
    return _marked(left, "del"), _marked(right, "ins")


def _marked(pieces, tag):
    marked = format_html_join(
        "", "{}", ((_piece(text, tag, changed),) for changed, text in pieces if text)
    )
    return marked or NOTHING


def _piece(text, tag, changed):
    if not changed:
        return text
    words = text.lstrip()
    space = text[: len(text) - len(words)]
    return format_html("{}<{}>{}</{}>", space, tag, words, tag)


def _canonical_html(html):
    """Return `html` without the blanks that an editor puts between blocks."""
    spaced = re.sub(r"\s+", " ", sanitise(html))
    return _AROUND_BLOCKS.sub(r"\1", spaced).strip()


def _read(form_field, values):
    if isinstance(form_field, forms.BooleanField):
        return "Sì" if values and values[0] not in ("False", "false", "0") else "No"
    if isinstance(form_field, forms.ModelChoiceField):
        return ", ".join(_names(form_field, values))
    if isinstance(form_field, forms.ChoiceField):
        labels = dict(_flat(form_field.choices))
        return ", ".join(str(labels.get(value, value)) for value in values)
    if isinstance(form_field, HTMLFormField):
        return "\n\n".join(to_text(value) for value in values)
    if isinstance(form_field, forms.DateField | forms.DateTimeField):
        return ", ".join(_day(value) for value in values)
    return "\n".join(values).replace("\r\n", "\n")


def _names(form_field, values):
    """Of the rows that may be chosen: of others a forged form learns nothing."""
    name = form_field.to_field_name or "pk"
    try:
        return [
            str(row) for row in form_field.queryset.filter(**{f"{name}__in": values})
        ]
    except (ValueError, TypeError, OverflowError, ValidationError):
        return list(values)


def _flat(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(key), text) for key, text in label)
        else:
            yield str(value), label


def _day(value):
    try:
        moment = parse_datetime(value)
        if moment and len(value) > len("2018-03-15"):
            return f"{long_date(moment.date())}, {moment:%H:%M}"
        return long_date(parse_date(value))
    except (ValueError, AttributeError, TypeError):
        return value
