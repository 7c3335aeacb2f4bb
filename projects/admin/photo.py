from django import forms
from django.contrib import admin
from django.forms import Script

from editorial.admin import OWN_PROJECTS, HouseAdmin, ProjectColumn
from editorial.images import PhotoUploadField
from editorial.previews import badge, focus_picker, moment, thumbnail
from projects.admin.kept import KeptPhotos
from projects.admin.photo_locks import LOCKED, WHY, locked_changes
from projects.admin.photo_uploads import PhotoUploads
from projects.admin.private_files import PrivateFiles
from projects.admin.release import kind_of_badge
from projects.admin.uses import TellsItsUses
from projects.models import Photo, Release
from projects.models.photo import CENTRE


class PhotoForm(forms.ModelForm):
    # Set by the admin, for each request.
    user = None
    upload = PhotoUploadField(
        label="Fotografia",
        help_text="JPEG, PNG, WebP o HEIC, al massimo 20 MB. Il luogo, la data e il "
        "nome che il telefono ci scrive dentro non vengono conservati.",
    )

    class Meta:
        model = Photo
        fields = [
            "project",
            "title",
            "focus_x",
            "focus_y",
            "author",
            "taken_on",
            "people",
            "release",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "upload" in self.fields:
            self.fields["upload"].required = False
            self.fields["upload"].label = "Sostituisci la fotografia"
        for name in {"focus_x", "focus_y"} & self.fields.keys():
            self.fields[name].required = False

    def clean_focus_x(self):
        return _or_centre(self.cleaned_data["focus_x"])

    def clean_focus_y(self):
        return _or_centre(self.cleaned_data["focus_y"])

    def clean(self):
        cleaned = super().clean()
        said = {name: cleaned[name] for name in LOCKED if name in cleaned}
        for name in locked_changes(self.user, self.instance, said):
            self.add_error(name, WHY)
        return cleaned

    def save(self, commit=True):
        if self.cleaned_data.get("upload"):
            self.instance.attach(self.cleaned_data["upload"])
        return super().save(commit)


def _or_centre(share):
    return CENTRE if share is None else share


class ShownFilter(admin.SimpleListFilter):
    title = "si può mostrare"
    parameter_name = "mostrabile"

    def lookups(self, request, model_admin):
        return [("si", "Sì"), ("no", "No: manca la liberatoria")]

    def queryset(self, request, queryset):
        showable = Photo.objects.published().values("pk")
        if self.value() == "si":
            return queryset.filter(pk__in=showable)
        return queryset.exclude(pk__in=showable) if self.value() == "no" else queryset


def release_state(photo):
    """Return (kind of badge, words): why a photo may or may not be shown now."""
    release = photo.release
    if photo.people in Photo.FREE:
        return "published", "non serve"
    if release is None:
        return "changes", "manca"
    words = release.status.label
    if release.status == Release.Status.VALID:
        words = f"{words} ({release.code})"
    return kind_of_badge(release), words


# Without history on purpose: going back to an older version would make public again
# a photo of which it was later said that there are minors in it.
@admin.register(Photo)
class PhotoAdmin(
    KeptPhotos, PhotoUploads, PrivateFiles, TellsItsUses, ProjectColumn, HouseAdmin
):
    scope = OWN_PROJECTS
    form = PhotoForm
    list_display = [
        "preview",
        "title",
        "project_column",
        "people",
        "release_column",
        "arrival_column",
    ]
    list_display_links = ["preview", "title"]
    list_filter = ["project", "people", ShownFilter]
    list_select_related = ["project", "release"]
    list_per_page = 50
    search_fields = ["title", "author"]
    autocomplete_fields = ["project", "release"]
    readonly_fields = ["preview", "focus_picker", "release_column"]
    fieldsets = [
        (None, {"fields": ["preview", "upload", "project", "title"]}),
        (
            "Che cosa deve restare in vista",
            {
                "fields": ["focus_picker", "focus_x", "focus_y"],
                "description": "Nelle copertine la foto è tagliata. Indica il punto "
                "che non deve sparire, per esempio un volto.",
            },
        ),
        ("Chi e quando", {"fields": ["author", "taken_on"]}),
        ("Chi si riconosce", {"fields": ["people", "release", "release_column"]}),
    ]

    class Media:
        js = [Script("js/admin-focus.js", defer=True)]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def photos_of(self, obj):
        return [obj]

    def uses_title(self, obj):
        return "Dove si vede" if obj.is_online else "Dove si vedrebbe, o si vedeva"

    @admin.display(description="anteprima")
    def preview(self, photo):
        return thumbnail(photo) if photo.key else "—"

    @admin.display(description="inquadratura")
    def focus_picker(self, photo):
        return focus_picker(photo)

    @admin.display(description="liberatoria: com’è")
    def release_column(self, photo):
        return badge(*release_state(photo))

    @admin.display(description="caricata il", ordering="created_at")
    def arrival_column(self, photo):
        return moment(photo.created_at)
