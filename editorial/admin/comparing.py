"""Two earlier versions side by side, and going back to one with open eyes."""

from itertools import groupby

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, quote, unquote
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from reversion import add_to_revision, is_active
from reversion.errors import RevertError
from reversion.models import Version
from reversion.revisions import _follow_relations

from editorial.admin.authors import name_of
from editorial.admin.conflicts import SEEN, version_of
from editorial.admin.snapshots import Row, Rows, Snapshot, of_initial
from editorial.dates import long_date
from editorial.differences import Entry, differences


class ComparingAdmin:
    """For the bases of a versioned admin, before those of reversion."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_compare"
        view = self.admin_site.admin_view(self.compare_view)
        own = path("<path:object_id>/history/confronta/", view, name=name)
        return [own, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        versions = [
            {
                "pk": version.pk,
                "told": _told(version),
                "what": version.revision.get_comment(),
                "url": self._url("revision", version.object_id, version.pk),
            }
            for version in self._versions(request, unquote(object_id))
        ]
        context = {
            "versions": versions,
            "compare_url": self._url("compare", unquote(object_id)),
        }
        return super().history_view(
            request, object_id, {**context, **(extra_context or {})}
        )

    # Both are called when the inlines have been saved too.
    def log_addition(self, request, obj, message):
        _note_whole(obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        _note_whole(obj)
        return super().log_change(request, obj, message)

    def _url(self, view, object_id, *more):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}"
        return reverse(name, args=[quote(object_id), *more])

    def _versions(self, request, pk):
        rows = Version.objects.get_for_object_reference(self.model, pk)
        return self._reversion_order_version_queryset(
            request, rows.select_related("revision__user")
        )

    def compare_view(self, request, object_id):
        """GET `?prima=<version>&dopo=<version>`: what changed from one to the other."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_or_change_permission(request, row):
            raise Http404
        wanted = {request.GET.get("prima", ""), request.GET.get("dopo", "")}
        found = self._versions(request, row.pk)
        chosen = sorted(
            (version for version in found if str(version.pk) in wanted),
            key=lambda version: version.pk,
        )
        if len(chosen) != 2:
            messages.warning(request, "Scegli due versioni diverse da confrontare.")
            return redirect(self._url("history", row.pk))
        return self._side_by_side(request, row, *chosen)

    def _side_by_side(self, request, row, before, after):
        try:
            old, new = (
                earlier(self, request, version).entries() for version in (before, after)
            )
        except RevertError:
            messages.warning(request, "Questa versione è troppo vecchia per leggerla.")
            return redirect(self._url("history", row.pk))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": f"Confronto: {row}",
            "before": _told(before),
            "after": _told(after),
            "differences": differences(old, new),
            "restore_url": self._url("revision", before.object_id, before.pk),
            "may_restore": self.has_change_permission(request, row),
        }
        return TemplateResponse(request, "editorial/comparison.html", context)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        """An old version is not put over something newer that nobody has looked at."""
        request.is_going_back = True
        view = super().revision_view
        with transaction.atomic():
            row = self.get_object(request, unquote(object_id))
            seen = version_of(row) if row else ""
            if request.method == "POST" and request.POST.get(SEEN, seen) != seen:
                messages.warning(
                    request,
                    "Non è stato ripristinato niente: intanto qualcuno ha salvato. "
                    "Guarda qui sotto che cosa è cambiato.",
                )
                return redirect(self._url("history", row.pk))
            context = {"seen": seen, **(extra_context or {})}
            return view(request, object_id, version_id, context)

    def recover_view(self, request, version_id, extra_context=None):
        request.is_going_back = True
        return super().recover_view(request, version_id, extra_context)


def _note_whole(obj):
    """Put `obj` and what follows it into the revision as they are now.

    reversion follows them before the inlines are saved, and hears nothing of rows
    that are saved as proxies, such as the blocks of an issue.
    """
    if is_active():
        _note(type(obj)._base_manager.get(pk=obj.pk))


def _note(row):
    add_to_revision(row)
    for followed in _follow_relations(row):
        _note(followed)


def _told(version):
    """«3 marzo 2018, 18:42 · Anna (equipe Barona)», or the moment alone."""
    at, user = timezone.localtime(version.revision.date_created), version.revision.user
    words = f"{long_date(at.date())}, {at:%H:%M}"
    return f"{words} · {name_of(user)}" if user else words


def earlier(model_admin, request, version):
    """Return the Snapshot of a version, read without touching a row.

    May raise RevertError when the models have changed too much since.
    """
    together = list(version.revision.version_set.all())
    form_class = model_admin.get_form(
        request,
        None,
        fields=flatten_fieldsets(model_admin.get_fieldsets(request, None)),
    )
    values = _values(version)
    fields = of_initial(form_class(initial=values), values)
    inlines = [
        _rows_of(formset(prefix=formset.get_default_prefix()), version, together)
        for formset, _ in model_admin.get_formsets_with_inlines(request, None)
    ]
    return Snapshot(fields | _terms(together), inlines)


def _rows_of(formset, version, together):
    owner, pk_name = formset.fk.name, formset.model._meta.pk.name
    found = [
        values
        for values in (
            _values(other) for other in together if _is_shown_by(formset, other)
        )
        if str(values.get(owner)) == version.object_id
    ]
    label = capfirst(formset.model._meta.verbose_name)
    rows = [
        Row(
            str(values[pk_name]),
            of_initial(_with_initial(formset, values), values, f"{label} {number}"),
        )
        for number, values in enumerate(found, 1)
    ]
    return Rows(formset, rows)


def _is_shown_by(formset, version):
    """Whether a row has its place there; kinds of blocks share one table."""
    kind = getattr(formset.model, "KIND", None)
    is_kind = kind is None or version.field_dict.get("kind") == kind
    return is_kind and issubclass(formset.model, version._model)


def _values(version):
    """What a version holds, named as the fields of a form are."""
    names = {f.attname: f.name for f in version._model._meta.concrete_fields}
    found = version.field_dict
    return {names.get(name, name): value for name, value in found.items()}


def _with_initial(formset, values):
    form = formset.empty_form
    form.initial = values
    return form


def _terms(together):
    """The terms of closed vocabularies, which are rows of their own."""
    found = [
        (other._model, other.field_dict)
        for other in together
        if "tag_id" in other.field_dict and "content_object_id" in other.field_dict
    ]

    def owner(item):
        model, values = item
        return model._meta.label, values["content_object_id"]

    entries = {}
    for key, items in groupby(sorted(found, key=owner), owner):
        items = list(items)
        terms = items[0][0]._meta.get_field("tag").related_model
        names = dict(terms._default_manager.values_list("pk", "name"))
        values = [_term(names, item) for _, item in items]
        label = capfirst(terms._meta.verbose_name_plural)
        entries[f"terms/{key}"] = Entry(label, tuple(values), forms.CharField())
    return entries


def _term(names, values):
    name = names.get(values["tag_id"], "")
    return f"{name} (principale)" if values.get("is_main") else name
