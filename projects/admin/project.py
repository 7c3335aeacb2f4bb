import reversion
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Count, F
from django.forms.models import BaseInlineFormSet

from editorial.admin import (
    EVERYBODY,
    PUBLICATION,
    OfProject,
    PublishableAdmin,
    StateFilter,
    VersionedAdmin,
)
from editorial.previews import swatch, thumbnail
from editorial.roles import is_editor
from projects.admin.action import ActionInline
from projects.models import Organization, Partnership, Project
from projects.models.project import lot_order

reversion.register(Organization)
reversion.register(Partnership)
# Who may write is not content: going back to an old text keeps today's team.
reversion.register(Project, follow=["partnerships", "actions"], exclude=["team"])


class PartnershipFormSet(BaseInlineFormSet):
    def get_form_error(self):
        return "Questo soggetto c’è già."

    def get_unique_error_message(self, unique_check):
        return "Lo stesso soggetto è due volte in questo progetto."


class PartnershipInline(admin.StackedInline):
    model = Partnership
    formset = PartnershipFormSet
    fields = [("organization", "role", "position")]
    autocomplete_fields = ["organization"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")


@admin.register(Project)
class ProjectAdmin(PublishableAdmin):
    scope = OfProject("pk", for_administrators=True)
    list_display = ["name_column", "swatch", "state_column", "chronicles_total"]
    list_filter = [StateFilter]
    ordering = [F("lot").asc(nulls_last=True)]
    search_fields = ["name", "short_name", "aliases", "area", "neighbourhoods"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["cover_preview"]
    autocomplete_fields = ["cover", "team"]
    inlines = [PartnershipInline, ActionInline]
    fieldsets = [
        (
            "Chi siamo",
            {
                "fields": [
                    "lot",
                    "name",
                    "tagline",
                    "short_name",
                    "slug",
                    "aliases",
                    "area",
                    "locative",
                    "neighbourhoods",
                    "summary",
                    "audience",
                    "cover_preview",
                    "cover",
                    "cover_alt",
                ]
            },
        ),
        (
            "La sfida e il progetto",
            {"fields": ["challenge", "continuity", "body", "legacy", "actions_label"]},
        ),
        ("Periodo e risorse", {"fields": [("starts_on", "ends_on"), "funding"]}),
        (
            "Contatti",
            {"fields": ["contact_email", "contact_phone", "contact_note"]},
        ),
        ("Luogo sulla mappa", {"fields": [("latitude", "longitude")]}),
        ("Equipe", {"fields": ["team"]}),
        PUBLICATION,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(total=Count("chronicles"))

    def get_readonly_fields(self, request, obj=None):
        """The Amministrazione says who writes, the redazione also what."""
        fields = super().get_readonly_fields(request, obj)
        if is_editor(request.user):
            return fields
        return [name for name in flatten_fieldsets(self.fieldsets) if name != "team"]

    def get_prepopulated_fields(self, request, obj=None):
        return self.prepopulated_fields if is_editor(request.user) else {}

    @admin.display(description="nome", ordering="name")
    def name_column(self, project):
        return project.name

    @admin.display(description="lotto e zona", ordering=lot_order())
    def swatch(self, project):
        return swatch(project)

    @admin.display(description="cronache", ordering="total")
    def chronicles_total(self, project):
        return project.total

    @admin.display(description="copertina")
    def cover_preview(self, project):
        return thumbnail(project.cover) if project.cover_id else "—"


@admin.register(Organization)
class OrganizationAdmin(VersionedAdmin):
    scope = EVERYBODY
    list_display = ["name", "website", "partnerships_total"]
    search_fields = ["name"]
    autocomplete_fields = ["logo"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(total=Count("partnerships"))
            .order_by("name")
        )

    @admin.display(description="progetti", ordering="total")
    def partnerships_total(self, organization):
        return organization.total
