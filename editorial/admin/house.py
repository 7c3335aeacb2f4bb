"""What every list and form of the desk has."""

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.db import DatabaseError
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from editorial.admin.conflicts import ConflictAdmin
from editorial.admin.rescue import RescueAdmin
from editorial.admin.resuming import ResumingAdmin
from editorial.admin.scope import ScopedAdmin
from editorial.previews import swatch
from editorial.widgets import DATES


class ForgivingChangeList(ChangeList):
    """`?published_at__year=99999` fails when it is asked, which is too late for Django.

    Here it becomes what Django makes of other nonsense: the list without filters.
    """

    def get_results(self, request):
        try:
            super().get_results(request)
        except (ValueError, OverflowError, DatabaseError) as error:
            if request.GET.keys() <= {ERROR_FLAG}:
                raise
            raise IncorrectLookupParameters from error


class HouseAdmin(
    ScopedAdmin, ResumingAdmin, ConflictAdmin, RescueAdmin, admin.ModelAdmin
):
    formfield_overrides = DATES

    def get_changelist(self, request, **kwargs):
        return ForgivingChangeList

    def lookup_allowed(self, lookup, value, request):
        # A pattern from an address can be broken, or endless to match.
        if lookup.endswith(("__regex", "__iregex")):
            return False
        return super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        if ERROR_FLAG in request.GET:
            messages.warning(
                request,
                "L’indirizzo aveva un filtro che non vale: ecco tutto l’elenco.",
            )
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(
            request, {"title": title, **(extra_context or {})}
        )

    def get_view_on_site_url(self, obj=None):
        """«Vedi sul sito»: straight to the page, and only when it is there."""
        if obj is None or not self.view_on_site or not hasattr(obj, "get_absolute_url"):
            return None
        return obj.get_absolute_url() if self.is_public(obj) else None

    def is_public(self, obj):
        rows = type(obj)._default_manager.filter(pk=obj.pk)
        return rows.published().exists() if hasattr(rows, "published") else True


class ProjectColumn:
    """For the lists of rows that have a `project`."""

    list_select_related = ["project"]

    # The transversal project, which has no lot, comes last on every database.
    @admin.display(description="progetto", ordering=Coalesce("project__lot", 99))
    def project_column(self, obj):
        return swatch(obj.project)
