"""What I typed on top of what somebody else has saved meanwhile."""

from dataclasses import replace

from django.forms.formsets import DELETION_FIELD_NAME


def merged(data, mine, theirs, base):
    """Return a copy of the QueryDict `data` that can be sent to the present form.

    What I have touched stays mine, what I have not is theirs; a row that they have
    added stays, one that they have taken away and I have touched comes back as a
    new one. Without a `base` to compare with, everything counts as touched.
    """
    result = data.copy()
    known = base.fields if base else {}
    for name, entry in _on_top(mine.fields, theirs.fields, known).items():
        result.setlist(name, entry.values)
    bases = {rows.prefix: rows.by_pk for rows in base.inlines} if base else None
    for ours, others in zip(mine.inlines, theirs.inlines, strict=True):
        former = None if bases is None else bases.get(ours.prefix, {})
        _write(result, ours.formset, *_merged_rows(ours, others, former))
    return result


def _on_top(mine, theirs, base):
    return {
        name: theirs[name] if name in theirs and entry.says(base.get(name)) else entry
        for name, entry in mine.items()
    }


def _merged_rows(mine, theirs, base):
    """Return (rows that are in the database, rows that are new)."""
    known = mine.by_pk
    fresh = [row for row in mine.rows if not row.pk]
    if mine.formset.fk.unique and theirs.rows and fresh:
        # There can be but one: two that were made at once are the same.
        known[theirs.rows[0].pk] = fresh.pop()
    kept = [_merged_row(known.get(row.pk), row, base) for row in theirs.rows]
    gone = [row for pk, row in known.items() if pk not in theirs.by_pk]
    back = [row for row in gone if not row.is_deleted and _is_touched(row, base)]
    return kept, back + fresh


def _merged_row(mine, theirs, base):
    if mine is None:
        return theirs
    if mine.is_deleted:
        return replace(theirs, is_deleted=True)
    former = base.get(theirs.pk) if base else None
    known = former.entries if former else {}
    return replace(theirs, entries=_on_top(mine.entries, theirs.entries, known))


def _is_touched(row, base):
    former = base.get(row.pk) if base is not None else None
    if former is None:
        return True
    return not all(
        entry.says(former.entries.get(name)) for name, entry in row.entries.items()
    )


def _write(data, formset, kept, fresh):
    prefix = formset.prefix
    own = (f"{prefix}-", f"initial-{prefix}-")
    for key in [key for key in data if key.startswith(own)]:
        if not key.endswith(("MIN_NUM_FORMS", "MAX_NUM_FORMS")):
            del data[key]
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(fresh))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    for number, row in enumerate(kept + fresh):
        start = f"{prefix}-{number}-"
        for name, entry in row.entries.items():
            data.setlist(start + name, entry.values)
            if entry.field.show_hidden_initial:
                data.setlist(f"initial-{start}{name}", row.shown.get(name) or [""])
        data[start + formset.model._meta.pk.name] = row.pk if number < len(kept) else ""
        data[start + formset.fk.name] = str(formset.instance.pk or "")
        if row.is_deleted:
            data[start + DELETION_FIELD_NAME] = "on"
