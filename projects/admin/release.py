from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.urls import path

from editorial.admin import HouseAdmin, ProjectColumn
from editorial.previews import badge
from projects.admin.scan import ScanField
from projects.models import Release

BADGES = {
    Release.Status.VALID: "published",
    Release.Status.WITHDRAWN: "withdrawn",
}


def kind_of_badge(release):
    return BADGES.get(release.status, "changes")


class ReleaseForm(forms.ModelForm):
    scan = ScanField(
        label="Scansione",
        required=False,
        help_text="PDF, JPEG o PNG, al massimo 10 MB. Resta riservata: la vede solo "
        "chi lavora al progetto e la redazione.",
    )

    class Meta:
        model = Release
        fields = [
            "project",
            "code",
            "signed_on",
            "valid_until",
            "for_site",
            "for_newsletter",
            "for_print",
            "scan",
            "withdrawn_at",
            "notes",
        ]


# Without history on purpose: going back to an older version of a release would
# show again what somebody asked to take away.
@admin.register(Release)
class ReleaseAdmin(ProjectColumn, HouseAdmin):
    form = ReleaseForm
    list_display = ["code", "project_column", "signed_on", "valid_until", "validity"]
    list_filter = ["project", "for_newsletter", "for_print"]
    date_hierarchy = "signed_on"
    search_fields = ["code"]
    autocomplete_fields = ["project"]
    fieldsets = [
        (None, {"fields": ["project", "code", ("signed_on", "valid_until"), "scan"]}),
        ("Per che cosa vale", {"fields": ["for_site", "for_newsletter", "for_print"]}),
        ("Revoca", {"fields": ["withdrawn_at"]}),
        ("Note", {"fields": ["notes"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.scan_view)
        name = "projects_release_scan"
        return [path("<int:pk>/scansione/", view, name=name), *super().get_urls()]

    def scan_view(self, request, pk):
        """The scan as a download: never shown as a page of this site."""
        release = self.get_object(request, str(pk))
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        if release is None or not release.scan:
            raise Http404
        try:
            content = release.scan.open()
        except FileNotFoundError as error:
            raise Http404 from error
        name = f"liberatoria-{release.pk}.{release.scan.name.rsplit('.', 1)[-1]}"
        response = FileResponse(content, as_attachment=True, filename=name)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def save_model(self, request, obj, form, change):
        former = form.initial.get("scan") if change else None
        super().save_model(request, obj, form, change)
        if former and former.name != obj.scan.name:
            _forget(former)

    def delete_model(self, request, obj):
        scan = obj.scan
        super().delete_model(request, obj)
        _forget(scan)

    def delete_queryset(self, request, queryset):
        scans = [release.scan for release in queryset]
        super().delete_queryset(request, queryset)
        for scan in scans:
            _forget(scan)

    @admin.display(description="per il sito")
    def validity(self, release):
        return badge(kind_of_badge(release), release.status.label)


def _forget(scan):
    """Delete the file of `scan` once the database no longer speaks of it."""
    if scan:
        storage, name = scan.storage, scan.name
        transaction.on_commit(lambda: storage.delete(name))
