"""Where a photograph is, or was, to be seen: every row that refers to it."""

from collections import defaultdict

from projects.models import Photo


def uses_of(photos):
    """Return {photo's id: pages that use it}, public or not, each once.

    A row that refers to a photo is the page itself, unless its class names in `page`
    its foreign key to the page. Floors above are found by their relations: a model
    that comes tomorrow is on the list by itself.
    """
    pks, found = [photo.pk for photo in photos], defaultdict(dict)
    for relation in _relations():
        name, model = relation.field.attname, relation.related_model
        page = getattr(model, "page", None)
        rows = model._base_manager.filter(**{f"{name}__in": pks})
        for row in rows.select_related(*_loaded_with(model, page)):
            shown = getattr(row, page) if page else row
            found[getattr(row, name)][type(shown), shown.pk] = shown
    return {pk: sorted(found[pk].values(), key=_order) for pk in pks}


def _relations():
    """Return the foreign keys to a photo of all models."""
    fields = Photo._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.one_to_many or field.one_to_one]


def _loaded_with(model, page):
    """Return what `is_public` looks at, for `select_related`."""
    shown = model._meta.get_field(page).related_model if page else model
    owners = getattr(shown, "published_through", ())
    names = [f"{page}__{owner}" if page else owner for owner in owners]
    return [page, *names] if page else names or [None]


def _order(page):
    return not is_public(page), page._meta.verbose_name, str(page)


def is_public(page):
    """Whether readers see the page now; what has no state has no page of its own."""
    return bool(getattr(page, "is_public", False))


def state_of(page):
    """Return in a word how a page stands: «pubblicata», «già spedito o pubblicato»."""
    label = getattr(page, "use_label", "") or getattr(page, "state_label", "")
    return label.lower()
