from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from editorial.admin import OWN_PROJECTS, HouseAdmin, ProjectColumn
from editorial.previews import badge
from projects.admin.scan import ScanField
from projects.admin.uses import TellsItsUses
from projects.models import Release
from projects.photo_files import are_away

BADGES = {
    Release.Status.VALID: "published",
    Release.Status.WITHDRAWN: "withdrawn",
}


# What was signed: once taken back, it stays as it was.
SIGNED = (
    "project",
    "code",
    "signed_on",
    "valid_until",
    "for_site",
    "for_newsletter",
    "for_print",
)


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
            "notes",
        ]


# Without history on purpose: going back to an older version of a release would
# show again what somebody asked to take away.
@admin.register(Release)
class ReleaseAdmin(TellsItsUses, ProjectColumn, HouseAdmin):
    scope = OWN_PROJECTS
    form = ReleaseForm
    list_display = ["code", "project_column", "signed_on", "valid_until", "validity"]
    list_filter = ["project", "for_newsletter", "for_print"]
    date_hierarchy = "signed_on"
    search_fields = ["code"]
    autocomplete_fields = ["project"]
    fieldsets = [
        (None, {"fields": ["project", "code", ("signed_on", "valid_until"), "scan"]}),
        ("Per che cosa vale", {"fields": ["for_site", "for_newsletter", "for_print"]}),
        ("Note", {"fields": ["notes"]}),
    ]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        scan, withdraw = wrap(self.scan_view), wrap(self.withdraw_view)
        return [
            path("<int:pk>/scansione/", scan, name="projects_release_scan"),
            path("<int:pk>/revoca/", withdraw, name="projects_release_withdraw"),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *SIGNED] if obj and obj.withdrawn_at else fields

    def photos_of(self, obj):
        return list(obj.photos.select_related("release").order_by("title", "pk"))

    def uses_title(self, obj):
        is_good = obj.status == Release.Status.VALID
        return "Le foto e dove si vedono" if is_good else "Le foto e dove si vedevano"

    def uses_context(self, request, obj):
        may_withdraw = self.has_change_permission(request, obj) and not obj.withdrawn_at
        address = reverse("admin:projects_release_withdraw", args=[obj.pk])
        return super().uses_context(request, obj) | {
            "names_photos": True,
            "withdraw_url": address if may_withdraw else "",
        }

    def withdraw_view(self, request, pk):
        """Asks before, with all that disappears; tells afterwards where it had been."""
        release = self.get_object(request, str(pk))
        if not self.has_change_permission(request, release):
            raise PermissionDenied
        if release is None:
            raise Http404
        if request.method == "POST":
            self._withdraw(request, release)
            return redirect("admin:projects_release_withdraw", pk)
        context = {
            **self.admin_site.each_context(request),
            **self.uses_context(request, release),
            "title": f"Revoca della liberatoria {release}",
            "release": release,
            "are_files_away": are_away(self.photos_of(release)),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/projects/withdraw.html", context)

    def _withdraw(self, request, release):
        if release.withdrawn_at is None:
            release.withdraw()
            self.log_change(request, release, "Revocata.")
            messages.success(request, f"La liberatoria {release} è revocata.")

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
