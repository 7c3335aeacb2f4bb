import reversion
from django.contrib import admin

from editorial.admin import (
    OWN_PROJECTS,
    PUBLICATION,
    ProjectColumn,
    PublishableAdmin,
    StateFilter,
)
from editorial.previews import thumbnail
from projects.models import Place

reversion.register(Place)


@admin.register(Place)
class PlaceAdmin(ProjectColumn, PublishableAdmin):
    scope = OWN_PROJECTS
    list_display = ["name", "project_column", "kind", "address", "state_column"]
    list_filter = ["project", "kind", StateFilter]
    search_fields = ["name", "address", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["project", "photo_before", "photo_after"]
    readonly_fields = ["preview_before", "preview_after"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "project",
                    "name",
                    "slug",
                    "kind",
                    "address",
                    "summary",
                    "position",
                ]
            },
        ),
        ("La storia", {"fields": ["story", "was", "now", "remains"]}),
        ("Prima", {"fields": ["preview_before", "photo_before", "alt_before"]}),
        ("Dopo", {"fields": ["preview_after", "photo_after", "alt_after"]}),
        PUBLICATION,
    ]

    @admin.display(description="anteprima")
    def preview_before(self, place):
        return thumbnail(place.photo_before) if place.photo_before_id else "—"

    @admin.display(description="anteprima")
    def preview_after(self, place):
        return thumbnail(place.photo_after) if place.photo_after_id else "—"
