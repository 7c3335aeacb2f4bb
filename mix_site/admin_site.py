from django.contrib.admin import AdminSite
from django.template.loader import render_to_string
from django.urls import path

from editorial.admin.keeping import KeepingSite
from editorial.admin.site import ScopedSite
from mix_site.accounts.site import SignInSite

# What nobody has put in a section is found in the last one.
SECTIONS = [
    ("Cronache", ["chronicles.chronicle"]),
    ("Storie", ["chronicles.story"]),
    ("Progetti dei quartieri", ["projects.project", "projects.organization"]),
    ("Spazi", ["projects.place"]),
    ("Foto e liberatorie", ["projects.photo", "projects.release"]),
    ("Eventi", ["projects.event"]),
    ("Newsletter", ["newsletter.issue"]),
    ("Pagine", ["mix_site.home", "flatpages.flatpage"]),
    ("Redazione", ["chronicles.rubric", "projects.keyword", "auth.user", "auth.group"]),
]


class MixAdminSite(KeepingSite, SignInSite, ScopedSite, AdminSite):
    site_header = "Mix · Redazione"
    site_title = "Mix · Redazione"
    index_title = "Che cosa vuoi fare?"
    empty_value_display = "—"

    def get_urls(self):
        # Loaded late: the desk reads models, which are not there yet.
        from mix_site.desk.asking import ask_team
        from mix_site.desk.guide import guide, guide_picture

        own = [
            path(
                "chiedi/<int:project_id>/<int:rubric_id>/",
                self.admin_view(ask_team),
                name="ask-team",
            ),
            path("guida/", self.admin_view(guide), name="guide"),
            path(
                "guida/<slug:name>.png",
                self.admin_view(guide_picture),
                name="guide-picture",
            ),
        ]
        return own + super().get_urls()

    def index(self, request, extra_context=None):
        """The desk: first what waits for this person, then everything else."""
        from mix_site.desk.boards import board_of

        board = board_of(request.user)
        shown = render_to_string(*board, request=request) if board else ""
        return super().index(request, {"board": shown, **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        """The sections of the redazione's work, instead of one for each app."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        found = {
            f"{app['app_label']}.{entry['object_name'].lower()}": entry
            for app in apps
            for entry in app["models"]
        }
        sections = [
            _section(name, [found.pop(label) for label in labels if label in found])
            for name, labels in SECTIONS
        ]
        sections[-1]["models"].extend(found.values())
        return [section for section in sections if section["models"]]


def _section(name, entries):
    """An entry of the app list, as Django's templates want it."""
    return {
        "name": name,
        "app_label": name.lower().replace(" ", "-"),
        "app_url": "",
        "has_module_perms": True,
        "models": entries,
    }
