import reversion
from django.contrib import admin

from editorial.admin import (
    OWN_PROJECTS,
    PUBLICATION,
    ProjectColumn,
    PublishableAdmin,
    StateFilter,
)
from editorial.previews import moment
from projects.admin.photo_rows import PhotoRowsInline
from projects.models import Event, EventPhoto

reversion.register(EventPhoto)
reversion.register(Event, follow=["photo_uses"])


class EventPhotoInline(PhotoRowsInline):
    model = EventPhoto


@admin.register(Event)
class EventAdmin(ProjectColumn, PublishableAdmin):
    scope = OWN_PROJECTS
    list_display = ["title", "project_column", "start_column", "status", "state_column"]
    list_filter = ["project", "status", StateFilter]
    date_hierarchy = "starts_at"
    search_fields = ["title", "summary", "where", "address"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["project", "parent", "place"]
    inlines = [EventPhotoInline]
    fieldsets = [
        (None, {"fields": ["project", "parent", "title", "slug", "summary"]}),
        (
            "Quando",
            {
                "fields": [
                    ("starts_at", "ends_at"),
                    "is_all_day",
                    "when_note",
                    ("status", "postponed_to"),
                ]
            },
        ),
        ("Dove", {"fields": ["place", "where", "address", "getting_there"]}),
        ("Per chi", {"fields": ["audience", "is_free", "rain_plan"]}),
        ("Il racconto", {"fields": ["body", "report"]}),
        PUBLICATION,
    ]

    def lent_to(self, user):
        """The city's public events: local programmes and chronicles belong to them."""
        return Event.objects.published().filter(project__lot=None)

    @admin.display(description="inizia", ordering="starts_at")
    def start_column(self, event):
        return moment(event.starts_at)
