"""The files of photographs that nobody else may see: for the desk, through a view."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.urls import path

from projects.photo_files import opened


class PrivateFiles:
    """For the admin of photos."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        route = path("<int:pk>/file/<str:end>", view, name="projects_photo_file")
        return [route, *super().get_urls()]

    def file_view(self, request, pk, end):
        """A picture for an `img` of the desk: nothing runs in it, nobody keeps it."""
        photo = self.get_object(request, str(pk))
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        if photo is None or end not in photo.files:
            raise Http404
        try:
            content = opened(photo, photo.files[end])
        except FileNotFoundError as error:
            raise Http404 from error
        kind = "image/webp" if end.endswith("webp") else "image/jpeg"
        response = FileResponse(content, content_type=kind)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        return response
