"""Keeps the index fresh: whoever writes, the rows concerned are read again.

Written rows are only noted; they are indexed when their transaction has been
committed. A failure there is logged and never undoes what an editor saved.
"""

import logging
from collections import defaultdict

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
from editorial.announcing import rows_written
from mix_site.models.search import Kind
from mix_site.search.index import forget, index, mend
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

# Which pages a row is read on, by the path that leads from the row to them.
READ_ON = {
    Project: {Kind.PROJECT: "pk"},
    Chronicle: {Kind.CHRONICLE: "pk"},
    Event: {Kind.EVENT: "pk"},
    Place: {Kind.PLACE: "pk"},
    Issue: {Kind.ISSUE: "pk"},
    FlatPage: {Kind.PAGE: "pk"},
    ChronicleRubric: {Kind.CHRONICLE: "content_object_id"},
    ChronicleKeyword: {Kind.CHRONICLE: "content_object_id"},
    Action: {Kind.PROJECT: "project_id"},
    ActionKeyword: {Kind.PROJECT: "content_object__project_id"},
    Partnership: {Kind.PROJECT: "project_id"},
    Block: {Kind.ISSUE: "parent_id"},
    Organization: {Kind.PROJECT: "partnerships__project_id"},
    Story: {Kind.CHRONICLE: "chronicles__pk"},
    Rubric: {Kind.CHRONICLE: "chronicle_items__content_object_id"},
    Keyword: {
        Kind.CHRONICLE: "chronicle_items__content_object_id",
        Kind.PROJECT: "action_items__content_object__project_id",
    },
}
# Read on many pages, but only by their name.
NAMED = {Organization: "name", Story: "title", Rubric: "name", Keyword: "name"}


def start():
    """Listen to every way in which these rows are written, proxies included."""
    for model in apps.get_models():
        concrete = model._meta.concrete_model
        if concrete in READ_ON:
            post_save.connect(_saved, sender=model)
            pre_delete.connect(_to_be_deleted, sender=model)
            rows_written.connect(_written, sender=model)
        if concrete in NAMED:
            pre_save.connect(_to_be_saved, sender=model)
    post_migrate.connect(_migrated, sender=apps.get_app_config("mix_site"))


def _to_be_saved(sender, instance, **kwargs):
    stored = sender._base_manager.filter(pk=instance.pk)
    name = stored.values_list(NAMED[sender._meta.concrete_model], flat=True).first()
    instance._name_in_index = name


def _saved(sender, instance, **kwargs):
    name = NAMED.get(sender._meta.concrete_model)
    if name is None or instance._name_in_index != getattr(instance, name):
        _note_row(sender, instance)


def _to_be_deleted(sender, instance, **kwargs):
    _note_row(sender, instance)


def _written(sender, pks, **kwargs):
    for kind, path in READ_ON[sender._meta.concrete_model].items():
        note(kind, pks if path == "pk" else _follow(sender, pks, path))


def _note_row(model, row):
    for kind, path in READ_ON[model._meta.concrete_model].items():
        known = "__" not in path
        note(kind, [getattr(row, path)] if known else _follow(model, [row.pk], path))


def _follow(model, pks, path):
    rows = model._base_manager.filter(pk__in=pks).order_by()
    return rows.values_list(path, flat=True).distinct()


def note(kind, pks):
    """Have these rows indexed when the transaction is committed, at once without."""
    pks = {pk for pk in pks if pk is not None}
    if not pks:
        return
    if not hasattr(connection, "rows_to_index"):
        connection.rows_to_index = defaultdict(set)
    connection.rows_to_index[kind] |= pks
    # Each time: a savepoint that is undone takes its own with it, not the others'.
    transaction.on_commit(index_noted, robust=True)


def index_noted():
    """Index what was noted on this connection; rows noted in vain do no harm."""
    noted = getattr(connection, "rows_to_index", {})
    while noted:
        kind, pks = noted.popitem()
        _index_safely(kind, pks)


def _index_safely(kind, pks):
    try:
        try:
            index(kind, pks)
        except IntegrityError:
            # A word was pruned between being found and being used.
            index(kind, pks)
    except Exception:
        logger.exception("Search: %s not indexed: %s", kind, sorted(pks))
        _hide(kind, pks)


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
