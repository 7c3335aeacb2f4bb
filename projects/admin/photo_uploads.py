"""The address to which a form sends its photographs, each on its own."""

from django import forms
from django.core.cache import cache
from django.http import Http404, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from editorial.images import ImageRefused
from editorial.previews import focus_picker, thumbnail
from editorial.roles import is_editor, projects_of
from projects.models import Project
from projects.photo_intake import take_in

# Files that one person may send in an hour: a feast, with all its retries.
MOST_IN_AN_HOUR = 300
HOUR = 60 * 60


def projects_open_to(user):
    """Return the projects to whose archives `user` may add."""
    if is_editor(user):
        return Project.objects.all()
    return Project.objects.filter(pk__in=projects_of(user))


def may_edit(user, photo):
    """Whether `user` may say who took `photo` and who is in it."""
    return is_editor(user) or photo.project_id in projects_of(user)


class UploadForm(forms.Form):
    project = forms.ModelChoiceField(
        Project.objects.none(),
        error_messages={
            "required": "Scegli prima il progetto, poi riprova.",
            "invalid_choice": "Non lavori a questo progetto: scegline uno dei tuoi.",
        },
    )
    token = forms.UUIDField()
    file = forms.FileField(
        error_messages={
            "required": "Il file non è arrivato: riprova.",
            "empty": "Il file è vuoto: forse non è stato copiato per intero.",
        }
    )

    def __init__(self, user, *args):
        super().__init__(*args)
        self.fields["project"].queryset = projects_open_to(user)


def row_data(photo):
    """Return what the row of `photo` in a form shows of it, for JSON."""
    return {
        "id": photo.pk,
        "name": str(photo),
        "thumbnail": thumbnail(photo),
        "focus_picker": focus_picker(photo),
        "width": photo.width,
        "height": photo.height,
        "fields": {
            "author": photo.author,
            "people": photo.people,
            "focus_x": photo.focus_x,
            "focus_y": photo.focus_y,
        },
        "release": photo.release and [photo.release_id, str(photo.release)],
    }


def refusal(message, status):
    return JsonResponse({"error": message}, status=status)


def is_too_fast(user):
    key = f"photo-uploads:{user.pk}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > MOST_IN_AN_HOUR


class PhotoUploads:
    """For the admin of Photo: one file in, what its row shows out."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "carica/",
                view(require_POST(self.upload_view)),
                name="projects_photo_upload",
            ),
            path(
                "<int:pk>/riga/",
                view(require_GET(self.row_view)),
                name="projects_photo_row",
            ),
            *super().get_urls(),
        ]

    def upload_view(self, request):
        if not self.has_add_permission(request):
            return refusal("Non puoi caricare foto: chiedi alla redazione.", 403)
        if is_too_fast(request.user):
            return refusal("Hai caricato moltissime foto: riprova tra un’ora.", 429)
        form = UploadForm(request.user, request.POST, request.FILES)
        if not form.is_valid():
            return refusal(next(iter(form.errors.values()))[0], 400)
        return self._take_in(request, form.cleaned_data)

    def _take_in(self, request, sent):
        try:
            photo = take_in(sent["file"], sent["project"], request.user, sent["token"])
        except ImageRefused as error:
            return refusal(error.messages[0], 400)
        if not may_edit(request.user, photo):
            return refusal("Ricarica la pagina e scegli di nuovo la foto.", 403)
        return JsonResponse(row_data(photo))

    def row_view(self, request, pk):
        photo = self.get_object(request, str(pk))
        if photo is None or not self.has_view_permission(request, photo):
            raise Http404
        return JsonResponse(row_data(photo))
