"""What a form of the admin holds, as data: stored, typed, or as it was opened."""

import base64
import binascii
import json
import zlib
from copy import copy
from dataclasses import dataclass, field

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME

from editorial.differences import Entry

# Nothing that a page of ours could send back is longer.
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 1000
# What a forged text can raise while it is read.
UNREADABLE = (
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
    zlib.error,
    binascii.Error,
)


@dataclass
class Row:
    """A row of an inline; without `pk` it is new.

    `shown` has the values, by name, that it held when it was shown to be changed.
    """

    pk: str
    entries: dict
    is_deleted: bool = False
    shown: dict = field(default_factory=dict)


@dataclass
class Rows:
    """All the rows of one inline."""

    formset: forms.BaseFormSet
    rows: list

    @property
    def prefix(self):
        return self.formset.prefix

    @property
    def by_pk(self):
        return {row.pk: row for row in self.rows if row.pk}


@dataclass
class Snapshot:
    """The state of one form and its inlines."""

    fields: dict
    inlines: list = field(default_factory=list)

    def entries(self):
        """Return {key: Entry} of whatever is shown, inlines' rows included."""
        found = {k: entry for k, entry in self.fields.items() if _is_shown(entry)}
        for inline in self.inlines:
            for number, row in enumerate(inline.rows):
                if not row.is_deleted:
                    found |= _shown(inline.prefix, number, row)
        return found

    def packed(self):
        """Return the values alone as a short text, for a hidden field."""
        fields = {name: entry.values for name, entry in self.fields.items()}
        inlines = {
            inline.prefix: [[row.pk, _values(row.entries)] for row in inline.rows]
            for inline in self.inlines
        }
        text = json.dumps([fields, inlines], separators=(",", ":"))
        return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def _values(entries):
    return {name: entry.values for name, entry in entries.items()}


def _is_shown(entry):
    return not entry.field.widget.is_hidden


def _shown(prefix, number, row):
    key = f"{prefix}/{row.pk or f'new {number}'}"
    return {f"{key}/{n}": entry for n, entry in row.entries.items() if _is_shown(entry)}


def stored(model_admin, request, obj):
    """Return the Snapshot of what is in the database now, as this person sees it.

    Without `obj` it is that of an empty form.
    """
    asking = copy(request)
    asking.method = "GET"
    fieldsets = model_admin.get_fieldsets(asking, obj)
    form_class = model_admin.get_form(
        asking, obj, change=obj is not None, fields=flatten_fieldsets(fieldsets)
    )
    form = form_class(instance=obj)
    formsets, _ = model_admin._create_formsets(
        asking, obj if obj is not None else form.instance, change=obj is not None
    )
    return of_forms(form, formsets)


def of_forms(form, formsets):
    """Return the Snapshot of a form and formsets that nobody has filled in yet."""
    inlines = [
        Rows(formset, [_stored_row(formset, row) for row in formset.initial_forms])
        for formset in formsets
    ]
    return Snapshot(_entries(form, lambda name: posted(form[name])), inlines)


def of_initial(form, values, label=""):
    """Return the entries of those fields of an unbound form that have `values`."""
    entries = _entries(form, lambda name: posted(form[name]), label)
    return {name: entry for name, entry in entries.items() if name in values}


def typed(data, current):
    """Return the Snapshot of what was sent as `data` to the form of `current`."""
    fields = {
        name: Entry(entry.label, tuple(data.getlist(name)), entry.field)
        for name, entry in current.fields.items()
    }
    return Snapshot(fields, [_typed_rows(data, inline) for inline in current.inlines])


def unpacked(text, current):
    """Return the Snapshot that was `packed`, with the fields of `current`; or None."""
    try:
        # Never more than a form can be, whatever a small forged text swells to.
        packed = zlib.decompressobj().decompress(
            base64.urlsafe_b64decode(text), MOST_BYTES
        )
        fields, inlines = json.loads(packed)
        return Snapshot(
            _read_entries(fields, current.fields),
            [
                Rows(inline.formset, _read_rows(inlines.get(inline.prefix, []), inline))
                for inline in current.inlines
            ],
        )
    except UNREADABLE:
        return None


def legible(value):
    """Return `value` as text; ValueError if it holds what no page can be sent with."""
    text = str(value)
    # JSON can spell half a character.
    text.encode()
    return text


def _read_entries(values, likes):
    return {
        name: Entry(like.label, tuple(map(legible, values[name])), like.field)
        for name, like in likes.items()
        if name in values
    }


def _read_rows(rows, inline):
    likes = blank_row(inline.formset).entries
    return [Row(legible(pk), _read_entries(values, likes)) for pk, values in rows]


def posted(bound):
    """Return what a browser sends for a field that shows what is stored."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, forms.CheckboxInput):
        return ("on",) if widget.check_test(value) else ()
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        return tuple(str(choice) for choice in shown if choice not in ("", None))
    return () if shown is None else (str(shown),)


def _entries(form, values_of, label=""):
    """The fields of a form that have a content: files cannot be kept, nor told."""
    return {
        name: Entry(_label(form[name], label), values_of(name), found)
        for name, found in form.fields.items()
        if not (isinstance(found, forms.FileField) or found.disabled)
    }


def _label(bound, before):
    return f"{before}: {bound.label}" if before else str(bound.label)


def _own_fields(formset):
    taken = {formset.model._meta.pk.name, DELETION_FIELD_NAME, ORDERING_FIELD_NAME}
    return taken | {formset.fk.name}


def _row_entries(formset, form, values_of, label):
    entries = _entries(form, values_of, label)
    return {n: entry for n, entry in entries.items() if n not in _own_fields(formset)}


def _stored_row(formset, form):
    label = _row_label(formset, form.prefix.rpartition("-")[2])
    entries = _row_entries(formset, form, lambda name: posted(form[name]), label)
    return Row(str(form.instance.pk), entries, shown=_values(entries))


def blank_row(formset):
    """Return a new row of which nothing has been filled in."""
    form = formset.empty_form
    return Row("", _row_entries(formset, form, lambda n: posted(form[n]), ""))


def _row_label(formset, number):
    name = str(formset.model._meta.verbose_name).capitalize()
    return f"{name} {int(number) + 1}"


def _typed_rows(data, inline):
    formset, blank = inline.formset, blank_row(inline.formset)
    likes, rows = inline.by_pk, []
    for number in range(_total(data, formset.prefix)):
        pk = data.get(f"{formset.prefix}-{number}-{formset.model._meta.pk.name}", "")
        row = _typed_row(data, formset, number, likes.get(pk, blank), pk)
        if row.pk or not _is_blank(row, blank):
            rows.append(row)
    return Rows(formset, rows)


def _total(data, prefix):
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(total), MOST_ROWS) if total.isdecimal() else 0


def _typed_row(data, formset, number, like, pk):
    """A row as it was sent, with the fields of `like`: the same one, or a new one."""
    start = f"{formset.prefix}-{number}-"
    label = _row_label(formset, number)
    entries = {
        name: Entry(
            f"{label}: {entry.field.label}",
            tuple(data.getlist(start + name)),
            entry.field,
        )
        for name, entry in like.entries.items()
    }
    shown = {name: tuple(data.getlist(f"initial-{start}{name}")) for name in entries}
    return Row(pk, entries, bool(data.get(start + DELETION_FIELD_NAME)), shown)


def _is_blank(row, blank):
    if row.is_deleted:
        return True
    return all(entry.says(blank.entries[name]) for name, entry in row.entries.items())
