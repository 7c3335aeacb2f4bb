"""The parts of the admin that belong to no class of it, kept to one's own rows."""

from django.contrib.admin.utils import unquote
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path

from editorial.admin.scope import ScopedAdmin


class ScopedAutocomplete(AutocompleteJsonView):
    def has_perm(self, request, obj=None):
        return self.model_admin.may_choose(request)

    def get_queryset(self):
        rows = self.model_admin.choosable(self.request)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        found, has_duplicates = self.model_admin.get_search_results(
            self.request, rows, self.term
        )
        return found.distinct() if has_duplicates else found


class ScopedSite:
    """For the bases of the admin site, before Django's own."""

    def get_urls(self):
        # Django's own leads anybody of the staff to the page of any row.
        view_on_site = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.view_on_site),
            name="view_on_site",
        )
        return [view_on_site, *super().get_urls()]

    def view_on_site(self, request, content_type_id, object_id):
        model_admin = self._registry.get(_model(content_type_id))
        if not isinstance(model_admin, ScopedAdmin):
            raise Http404
        row = model_admin.get_object(request, unquote(object_id))
        if row is None or not model_admin.has_view_permission(request, row):
            raise Http404
        url = model_admin.get_view_on_site_url(row)
        if url is None:
            raise Http404
        return redirect(url)

    def autocomplete_view(self, request):
        return ScopedAutocomplete.as_view(admin_site=self)(request)

    def get_log_entries(self, request):
        return super().get_log_entries(request).filter(user=request.user.pk)


def _model(content_type_id):
    """Return the model of a content type, None when there is none."""
    try:
        return ContentType.objects.get_for_id(int(content_type_id)).model_class()
    except (ValueError, ContentType.DoesNotExist):
        return None
