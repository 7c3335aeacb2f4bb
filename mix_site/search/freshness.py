"""Keeps the index fresh: whoever writes, the rows concerned are read again.

Written rows are only noted; they are indexed when their transaction has been
committed. A failure there is logged and never undoes what an editor saved.
"""

import logging
from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.contrib.flatpages.models import FlatPage
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.db.models.signals import post_migrate, post_save, pre_delete, pre_save

from chronicles.models import (
    Chronicle,
    ChronicleKeyword,
    ChronicleRubric,
    Rubric,
    Story,
)
from editorial.announcing import announce, rows_changing, rows_written
from mix_site.models.search import Kind
from mix_site.search.index import forget, index, lend, mend
from newsletter.models import Block, Issue
from projects.models import (
    Action,
    ActionKeyword,
    Event,
    Keyword,
    Organization,
    Partnership,
    Place,
    Project,
)

logger = logging.getLogger(__name__)

TRIES = 3


class On(NamedTuple):
    """Pages that a row is read on, and the path that leads from the row to them.

    `is_lent` when it only lends them a name; with `name` only that field is read.
    """

    kind: Kind
    path: str = "pk"
    is_lent: bool = False
    name: str = ""


READ_ON = {
    Project: [On(Kind.PROJECT)],
    Chronicle: [On(Kind.CHRONICLE)],
    Event: [On(Kind.EVENT)],
    Place: [On(Kind.PLACE)],
    Issue: [On(Kind.ISSUE)],
    FlatPage: [On(Kind.PAGE)],
    ChronicleRubric: [On(Kind.CHRONICLE, "content_object_id", is_lent=True)],
    ChronicleKeyword: [On(Kind.CHRONICLE, "content_object_id", is_lent=True)],
    Action: [On(Kind.PROJECT, "project_id")],
    ActionKeyword: [On(Kind.PROJECT, "content_object__project_id")],
    Partnership: [On(Kind.PROJECT, "project_id")],
    Block: [On(Kind.ISSUE, "parent_id")],
    Organization: [On(Kind.PROJECT, "partnerships__project_id", name="name")],
    Story: [
        On(Kind.STORY),
        On(Kind.CHRONICLE, "chronicles__pk", is_lent=True, name="title"),
    ],
    Rubric: [
        On(
            Kind.CHRONICLE,
            "chronicle_items__content_object_id",
            is_lent=True,
            name="name",
        )
    ],
    Keyword: [
        On(
            Kind.CHRONICLE,
            "chronicle_items__content_object_id",
            is_lent=True,
            name="name",
        ),
        On(Kind.PROJECT, "action_items__content_object__project_id", name="name"),
    ],
}


def start():
    """Listen to every way in which these rows are written, proxies included."""
    announce(FlatPage)
    for model in apps.get_models():
        if model._meta.concrete_model in READ_ON:
            pre_save.connect(_to_be_saved, sender=model)
            post_save.connect(_saved, sender=model)
            pre_delete.connect(_to_be_deleted, sender=model)
            rows_changing.connect(_to_be_written, sender=model)
            rows_written.connect(_written, sender=model)
    post_migrate.connect(_migrated, sender=apps.get_app_config("mix_site"))


def _read_on(model):
    return READ_ON[model._meta.concrete_model]


def _to_be_saved(sender, instance, **kwargs):
    """Remember the pages that it may leave now, and the names that it had."""
    stored = sender._base_manager.filter(pk=instance.pk)
    instance._was_in_index = {
        on: list(stored.values_list(on.name or on.path, flat=True))
        for on in _read_on(sender)
        if instance.pk and on.path != "pk"
    }


def _saved(sender, instance, **kwargs):
    for on in _read_on(sender):
        before = instance._was_in_index.get(on, [])
        if not on.name:
            note(on.kind, before, on.is_lent)
        elif before == [getattr(instance, on.name)]:
            continue
        _note_on(on, sender, [instance.pk])


def _to_be_deleted(sender, instance, **kwargs):
    _written(sender, [instance.pk])


def _to_be_written(sender, pks, **kwargs):
    """Note the pages that rows are read on before they may go to others."""
    for on in _read_on(sender):
        if on.path != "pk" and not on.name:
            _note_on(on, sender, pks)


def _written(sender, pks, **kwargs):
    for on in _read_on(sender):
        _note_on(on, sender, pks)


def _note_on(on, model, pks):
    if on.path != "pk":
        rows = model._base_manager.filter(pk__in=pks).order_by()
        pks = rows.values_list(on.path, flat=True).distinct()
    note(on.kind, pks, on.is_lent)


def note(kind, pks, is_lent=False):
    """Have these rows indexed when the transaction is committed, at once without.

    With `is_lent` only the names that other rows lend them.
    """
    pks = {pk for pk in pks if pk is not None}
    if not pks:
        return
    if not hasattr(connection, "rows_to_index"):
        connection.rows_to_index = defaultdict(set)
    connection.rows_to_index[kind, is_lent] |= pks
    # Each time: a savepoint that is undone takes its own with it, not the others'.
    transaction.on_commit(index_noted, robust=True)


def index_noted():
    """Index what was noted on this connection; rows noted in vain do no harm."""
    noted = getattr(connection, "rows_to_index", {})
    while noted:
        (kind, is_lent), pks = noted.popitem()
        _index_safely(kind, pks, lend if is_lent else index)


def _index_safely(kind, pks, write):
    try:
        _index_at_last(kind, pks, write)
    except Exception:
        logger.exception("Search: %s not indexed: %s", kind, sorted(pks))
        _hide(kind, pks)


def _index_at_last(kind, pks, write):
    """Try again after a clash: a deadlock, a lock, a word pruned before its use."""
    for _ in range(TRIES - 1):
        try:
            return write(kind, pks)
        except (IntegrityError, OperationalError):
            logger.warning("Search: %s is indexed once more", kind)
    return write(kind, pks)


def _hide(kind, pks):
    """Better not found than found by a text that an editor has taken away."""
    try:
        forget(kind, pks)
    except DatabaseError:
        logger.exception("Search: old entries of %s may remain", kind)


def _migrated(sender, **kwargs):
    """After an upgrade, or a crash, the index holds what the site already has."""
    try:
        mend()
    except (OperationalError, ProgrammingError):
        logger.warning("Search: not mended, other migrations are still to come")
