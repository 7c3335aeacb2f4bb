import reversion
from django.contrib import admin
from django.db.models import Count, Prefetch

from chronicles.covers import choose_cover
from chronicles.forms import ChronicleForm, FiguresForm
from chronicles.models import (
    ActivityFigures,
    Chronicle,
    ChronicleKeyword,
    ChroniclePhoto,
    ChronicleRubric,
    Rubric,
    Story,
)
from editorial.admin import (
    EVERYBODY,
    OWN_PROJECTS,
    PUBLICATION,
    ClosedTermAdmin,
    ProjectColumn,
    PublishableAdmin,
    StateFilter,
    VersionedAdmin,
)
from editorial.previews import shape
from editorial.widgets import DATES
from projects.admin.photo_rows import PhotoRowsInline

for model in (
    ActivityFigures,
    ChronicleKeyword,
    ChroniclePhoto,
    ChronicleRubric,
    Rubric,
    Story,
):
    reversion.register(model)
# A TaggableManager is not serialised: its rows are followed instead.
reversion.register(
    Chronicle,
    follow=["rubric_items", "keyword_items", "photo_uses", "figures"],
    exclude=["rubrics", "keywords"],
)


class ChroniclePhotoInline(PhotoRowsInline):
    model = ChroniclePhoto
    fields = [*PhotoRowsInline.fields, "is_cover"]


class FiguresInline(admin.StackedInline):
    model = ActivityFigures
    form = FiguresForm
    formfield_overrides = DATES
    verbose_name = verbose_name_plural = "Dati di monitoraggio: non si vedono sul sito"
    autocomplete_fields = ["organizations"]
    classes = ["collapse"]
    fields = [
        "action",
        ("held_on", "hours"),
        ("children", "teenagers", "young_adults", "adults", "elderly"),
        "organizations",
    ]


@admin.register(Chronicle)
class ChronicleAdmin(ProjectColumn, PublishableAdmin):
    scope = OWN_PROJECTS
    form = ChronicleForm
    list_display = [
        "title",
        "project_column",
        "rubric_column",
        "state_column",
        "moment_column",
    ]
    list_filter = [StateFilter, "project", "rubrics", "keywords"]
    list_per_page = 50
    date_hierarchy = "published_at"
    search_fields = ["title", "standfirst", "body", "byline"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["project", "story", "place", "event"]
    inlines = [ChroniclePhotoInline, FiguresInline]
    # First what every chronicle has; the rest is folded, so that on a phone the
    # photographs are near.
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "project",
                    "title",
                    "slug",
                    "main_rubric",
                    ("happened_on", "when_label"),
                ]
            },
        ),
        ("Il testo", {"fields": ["body", "standfirst", "byline"]}),
        (
            "Altre rubriche e parole chiave",
            {"fields": ["other_rubrics", "keywords"], "classes": ["collapse"]},
        ),
        (
            "Che cosa si è imparato",
            {
                "fields": ["resources", "obstacles", "results"],
                "classes": ["collapse"],
            },
        ),
        ("Legami", {"fields": ["story", "place", "event"], "classes": ["collapse"]}),
        (
            "Audio o video",
            {"fields": ["media_url", "media_title"], "classes": ["collapse"]},
        ),
        PUBLICATION,
    ]

    def get_queryset(self, request):
        rubrics = Prefetch("rubric_items", ChronicleRubric.in_order())
        return super().get_queryset(request).prefetch_related(rubrics)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        choose_cover(form.instance)

    @admin.display(description="rubrica principale")
    def rubric_column(self, chronicle):
        rubric = chronicle.main_rubric
        return shape(rubric, chronicle.project.token) if rubric else "—"


@admin.register(Story)
class StoryAdmin(ProjectColumn, VersionedAdmin):
    scope = OWN_PROJECTS
    list_display = ["title", "project_column", "is_concluded", "instalments"]
    list_filter = ["project", "is_concluded"]
    search_fields = ["title", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["project"]
    fields = ["project", "title", "slug", "summary", "is_concluded"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).annotate(total=Count("chronicles"))
        return rows.order_by("title")

    @admin.display(description="puntate", ordering="total")
    def instalments(self, story):
        return story.total


@admin.register(Rubric)
class RubricAdmin(ClosedTermAdmin):
    scope = EVERYBODY
    list_display = ["position", "name", "shape_column", "question"]
    readonly_fields = ["shape_column", *ClosedTermAdmin.readonly_fields]
    fields = [
        "shape_column",
        "name",
        "slug",
        "position",
        "question",
        "description",
        "prompt",
    ]

    @admin.display(description="forma")
    def shape_column(self, rubric):
        return shape(rubric)
