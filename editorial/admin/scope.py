"""Whose rows: a team works on those of its own projects, and meets no others.

Each class says in one line, `scope = …`, to whom its rows belong (see scopes.py).
Lists, searches, choices, inlines, actions, history and recovery follow from that.
"""

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import CASCADE
from django.http import Http404
from django.shortcuts import get_object_or_404
from reversion.errors import RevertError
from reversion.models import Version

from editorial.admin.choices import NOTHING, OwnRowsFilter, lent_rule, narrowed
from editorial.admin.scopes import EDITORS_ONLY, OfProject, scope_of
from editorial.publishing import Publishable
from editorial.roles import is_editor, projects_of

# Who may not publish does not write in these either.
PUBLICATION_FIELDS = ("state", "published_at")


class ScopedAdmin:
    """For the bases of an admin class, before Django's own."""

    # What declares nothing is for the redazione alone.
    scope = None

    def _scope(self):
        return self.scope or EDITORS_ONLY

    def _sees_all(self, request):
        return self._scope().sees_all(request.user)

    # --- Rows ------------------------------------------------------------------

    def get_queryset(self, request):
        return self._own(request, super().get_queryset(request))

    def _own(self, request, rows, more=NOTHING):
        if self._sees_all(request):
            return rows
        return rows.filter(self._scope().rule(request.user) | more)

    def admits(self, request, obj=None):
        """Whether the class is open to them and, if given, `obj` is theirs."""
        scope, user = self._scope(), request.user
        if obj is None or scope.sees_all(user):
            return scope.admits(user)
        return scope.holds(user, obj)

    def has_module_permission(self, request):
        return self.admits(request) and super().has_module_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admits(request, obj) and super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        is_open = self._scope().admits_new(request.user)
        return is_open and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.admits(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        if not self.admits(request, obj):
            return False
        if obj and not self._sees_all(request) and is_relied_on(obj):
            return False
        return super().has_delete_permission(request, obj)

    # --- Forms and filters -----------------------------------------------------

    def get_readonly_fields(self, request, obj=None):
        names = [*super().get_readonly_fields(request, obj)]
        if issubclass(self.model, Publishable) and not is_editor(request.user):
            names += [name for name in PUBLICATION_FIELDS if name not in names]
        return names

    def get_form(self, request, obj=None, **kwargs):
        return self._narrowed(request, super().get_form(request, obj, **kwargs))

    def get_changelist_form(self, request, **kwargs):
        return self._narrowed(request, super().get_changelist_form(request, **kwargs))

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.form = self._narrowed(request, formset.form)
            yield formset, inline

    def _narrowed(self, request, form_class):
        return narrowed(form_class, self.admin_site, request.user)

    def get_changeform_initial_data(self, request):
        """Who works for one project does not choose it each time."""
        initial = super().get_changeform_initial_data(request)
        if isinstance(self.scope, OfProject) and not self._sees_all(request):
            own = projects_of(request.user)
            if len(own) == 1:
                initial.setdefault(self.scope.path, *own)
        return initial

    def get_list_filter(self, request):
        return [
            (entry, OwnRowsFilter) if self._names_others(request, entry) else entry
            for entry in super().get_list_filter(request)
        ]

    def _names_others(self, request, entry):
        if not isinstance(entry, str):
            return False
        relation = get_fields_from_path(self.model, entry)[-1].remote_field
        if not relation:
            return False
        return not scope_of(self.admin_site, relation.model).sees_all(request.user)

    # --- What others may choose ------------------------------------------------

    def lent_to(self, user):
        """Return rows that `user` may choose without seeing them here."""
        return self.model._default_manager.none()

    def may_choose(self, request):
        """Whether an autocomplete may offer its rows to them."""
        return self.has_view_permission(request)

    def choosable(self, request):
        """Return the rows that they may choose where a field refers to them."""
        rows = ModelAdmin.get_queryset(self, request)
        return self._own(
            request, rows, lent_rule(self.admin_site, self.model, request.user)
        )

    # --- Earlier versions, and what was deleted --------------------------------

    def may_see_version(self, request, version):
        """Whether `version` is one of this model, and theirs like all that it saved.

        Going back to it brings back everything that was saved in the same moment.
        """
        if version._model is not self.model:
            return False
        registry = self.admin_site._registry
        together = version.revision.version_set.all()
        try:
            return all(
                scope_of(self.admin_site, other._model).holds_version(
                    request.user, other
                )
                for other in together
                if other._model in registry
            )
        except RevertError:
            return is_editor(request.user)

    def _reversion_order_version_queryset(self, request, queryset):
        versions = super()._reversion_order_version_queryset(request, queryset)
        if is_editor(request.user):
            return versions
        found = versions.prefetch_related("revision__version_set")
        seen = [v.pk for v in found if self.may_see_version(request, v)]
        return versions.filter(pk__in=seen)

    def history_view(self, request, object_id, extra_context=None):
        # Django looks for the row first, and says that there is none.
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        version = get_object_or_404(
            Version, pk=version_id, object_id=unquote(object_id)
        )
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.may_see_version(request, version):
            raise Http404
        return super().revision_view(request, object_id, version_id, extra_context)

    def recover_view(self, request, version_id, extra_context=None):
        version = get_object_or_404(Version, pk=version_id)
        is_there = self.model._default_manager.filter(pk=version.object_id).exists()
        if is_there or not self.may_see_version(request, version):
            raise Http404
        return super().recover_view(request, version_id, extra_context)


def is_relied_on(row):
    """Whether readers may know `row`, or something refers to it that would stay."""
    if getattr(row, "was_public", False):
        return True
    relations = [
        relation
        for relation in row._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and getattr(relation, "on_delete", CASCADE) is not CASCADE
    ]
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: row})
        .order_by()
        .exists()
        for relation in relations
    )
