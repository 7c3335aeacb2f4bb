from importlib import import_module

import reversion
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib import admin
from django.contrib.flatpages.models import FlatPage
from django.contrib.sites.models import Site
from django.shortcuts import redirect
from django.urls import reverse
from taggit.models import Tag

from editorial.admin import EDITORS_ONLY, VersionedAdmin
from mix_site.accounts import admin as accounts  # noqa: F401 (registers users, groups)
from mix_site.models import Home
from mix_site.pages import PageForm

# Loaded before their turn, so that what they register can be replaced here.
for app in ("axes", "django.contrib.flatpages", "django.contrib.sites", "taggit"):
    import_module(f"{app}.admin")
admin.site.unregister(FlatPage)
# A lock ends by itself after a quarter of an hour (or with `axes_reset`).
for unused in (AccessAttempt, AccessFailureLog, AccessLog, Site, Tag):
    admin.site.unregister(unused)

# Templates and security.txt lead to these.
LINKED_PAGES = {
    "/il-progetto/",
    "/che-cos-e-la-coesione-sociale/",
    "/contatti/",
    "/crediti/",
    "/informativa-privacy/",
    "/accessibilita/",
    "/note-legali/",
}

reversion.register(FlatPage)
reversion.register(Home)


@admin.register(Home)
class HomeAdmin(VersionedAdmin):
    """One row: the list of it is its form."""

    scope = EDITORS_ONLY
    autocomplete_fields = ["featured"]
    fieldsets = [
        (None, {"fields": ["claim", "introduction", "period", "promoter"]}),
        (
            "Citazione",
            {"fields": ["quotation", "quotation_author", "quotation_role"]},
        ),
        ("In evidenza", {"fields": ["featured"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Home.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        home = Home.objects.first()
        if home and self.has_view_permission(request):
            return redirect("admin:mix_site_home_change", home.pk)
        if home is None and self.has_add_permission(request):
            return redirect("admin:mix_site_home_add")
        return super().changelist_view(request, extra_context)

    def get_view_on_site_url(self, obj=None):
        return reverse("home")


@admin.register(FlatPage)
class FlatPageAdmin(VersionedAdmin):
    scope = EDITORS_ONLY
    form = PageForm
    list_display = ["title", "url"]
    search_fields = ["title", "url", "content"]
    ordering = ["url"]
    fields = ["title", "url", "content"]

    def get_readonly_fields(self, request, obj=None):
        # Addresses never change: who has saved one must find the page again.
        return ["url"] if obj else []

    def has_delete_permission(self, request, obj=None):
        # The action on many asks it for each of them, too.
        if obj and obj.url in LINKED_PAGES:
            return False
        return super().has_delete_permission(request, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.sites.add(settings.SITE_ID)

    def get_view_on_site_url(self, obj=None):
        return obj.url if obj else None
