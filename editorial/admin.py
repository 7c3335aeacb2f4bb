"""What every admin of the house shares; nothing is registered here."""

from contextlib import nullcontext

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.db import DatabaseError
from django.db.models.functions import Coalesce
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.text import capfirst
from reversion.admin import VersionAdmin

from editorial.addresses import Addressed
from editorial.previews import badge, moment, swatch, thumbnail
from editorial.publishing import Publishable, State
from editorial.widgets import DATES

PUBLICATION = ("Pubblicazione", {"fields": ["state", "published_at"]})


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


class HouseAdmin(admin.ModelAdmin):
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


class VersionedAdmin(HouseAdmin, VersionAdmin):
    """With history: earlier versions and what was deleted can come back."""

    history_latest_first = True

    def create_revision(self, request):
        # A revision is a transaction, and on SQLite a transaction is a writer.
        if request.method in ("GET", "HEAD"):
            return nullcontext()
        return super().create_revision(request)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        before = self.get_object(request, unquote(object_id))
        response = super().revision_view(request, object_id, version_id, extra_context)
        if request.method == "POST" and isinstance(before, Addressed):
            self._keep_address(request, before)
        if request.method == "POST" and isinstance(before, Publishable):
            self._go_on_counting(before)
        return response

    def _go_on_counting(self, before):
        """An old text that is taken up again is a new version, not an old one."""
        rows = type(before).objects.filter(pk=before.pk, version__lte=before.version)
        rows.update(version=before.version + 1)

    def _keep_address(self, request, before):
        """Going back to an old slug changes an address like any other change."""
        after = self.get_object(request, before.pk)
        if after and after.slug != before.slug and before.was_public:
            after.remember_slug(before.slug)


class StateFilter(admin.SimpleListFilter):
    title = "stato"
    parameter_name = "stato"

    def lookups(self, request, model_admin):
        choices = list(State.choices)
        choices.insert(
            State.values.index(State.PUBLISHED), ("scheduled", "Programmata")
        )
        return choices

    def queryset(self, request, queryset):
        chosen, now = self.value(), timezone.now()
        if chosen == "scheduled":
            return queryset.filter(state=State.PUBLISHED, published_at__gt=now)
        if chosen == State.PUBLISHED:
            return queryset.filter(state=State.PUBLISHED, published_at__lte=now)
        return queryset.filter(state=chosen) if chosen else queryset


class PublishableAdmin(VersionedAdmin):
    @admin.display(description="stato", ordering="state")
    def state_column(self, obj):
        return badge("scheduled" if obj.is_scheduled else obj.state, obj.state_label)

    @admin.display(description="pubblica dal", ordering="published_at")
    def moment_column(self, obj):
        return moment(obj.published_at)


class ClosedTermAdmin(VersionedAdmin):
    """Terms of a closed vocabulary: their texts change, they do not."""

    list_display_links = ["name"]
    readonly_fields = ["name", "slug", "position"]
    search_fields = ["name"]
    ordering = ["position"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class PhotoUseFormSet(BaseInlineFormSet):
    def get_form_error(self):
        return "Questa foto c’è già."

    def get_unique_error_message(self, unique_check):
        return "La stessa foto è due volte in questa pagina: toglila da una parte."


class PhotoUseInline(admin.StackedInline):
    """The photos of a page; a subclass names the `model`."""

    formfield_overrides = DATES
    fields = ["preview", "photo", "alt", "is_decorative", "caption", "position"]
    readonly_fields = ["preview"]
    autocomplete_fields = ["photo"]
    formset = PhotoUseFormSet
    classes = ["photo-uses"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo")

    @admin.display(description="anteprima")
    def preview(self, use):
        return thumbnail(use.photo) if use.photo_id else "—"
