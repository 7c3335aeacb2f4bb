"""What may be chosen in a form, a filter or an autocomplete: nothing of others."""

from functools import partial

from django.contrib.admin.filters import RelatedFieldListFilter
from django.db.models import Q
from django.forms import ModelChoiceField

from editorial.admin.scopes import scope_of

NOTHING = Q(pk__in=[])
# What stands for a row of others that somebody else has put into one of ours.
OF_OTHERS = "Scelta dalla redazione"


def narrowed(form_class, site, user):
    """Return a subclass of a form in which `user` chooses only what is theirs.

    It narrows each form when it is made: whoever derives from it keeps that.
    """
    narrow = partial(_narrow, site, user)
    return type(form_class.__name__, (_Narrowed, form_class), {"_narrow": narrow})


class _Narrowed:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField) and field.queryset is not None:
                self._narrow(field, _stored(self.instance, name))


def _narrow(site, user, field, stored):
    """Leave the choices of `user`, and the `stored` one that somebody else has made."""
    model = field.queryset.model
    scope = scope_of(site, model)
    if scope.sees_all(user):
        return
    said = field.label_from_instance
    rule = scope.rule(user) | lent_rule(site, model, user) | stored
    field.queryset = field.queryset.filter(rule)
    field.label_from_instance = lambda row: (
        said(row) if scope.holds(user, row) or _has_public_page(row) else OF_OTHERS
    )


def lent_rule(site, model, user):
    """Return, as a Q, the rows that `user` may choose although they are not theirs."""
    model_admin = site._registry.get(model)
    if not hasattr(model_admin, "lent_to"):
        return NOTHING
    return Q(pk__in=model_admin.lent_to(user).order_by().values("pk"))


def _has_public_page(row):
    rows = type(row)._default_manager.filter(pk=row.pk)
    has_page = hasattr(row, "get_absolute_url") and hasattr(rows, "published")
    return has_page and rows.published().exists()


def _stored(row, name):
    """Return, as a Q, what the field `name` of `row` refers to."""
    names = {field.name for field in row._meta.get_fields()}
    field = row._meta.get_field(name) if name in names and row.pk else None
    if field is None:
        return NOTHING
    if field.many_to_many:
        return Q(pk__in=getattr(row, name).values("pk"))
    return Q(pk=getattr(row, field.attname))


class OwnRowsFilter(RelatedFieldListFilter):
    """A filter by a relation that names only what one may see."""

    def field_choices(self, field, request, model_admin):
        scope = scope_of(model_admin.admin_site, field.remote_field.model)
        return field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to=scope.rule(request.user),
        )
