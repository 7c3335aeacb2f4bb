"""Every class of the admin, every role, every verb: all against one table."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import reversion
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.flatpages.models import FlatPage
from django.db import transaction
from django.urls import reverse

from chronicles.models import Chronicle, Rubric, Story
from editorial.admin.scopes import Scope
from mix_site.models import Home
from newsletter.models import Issue
from projects.models import (
    Event,
    Keyword,
    Organization,
    Photo,
    Place,
    Project,
    Release,
)
from tests.admin import admin_url, form_of, registered
from tests.builders import (
    DRAFT,
    make_chronicle,
    make_event,
    make_home,
    make_issue,
    make_organization,
    make_page,
    make_photo,
    make_place,
    make_project,
    make_release,
    make_story,
    make_user,
)
from tests.roles import clients_of_all_roles

pytestmark = pytest.mark.django_db


# `list` finds the row, `add` offers its project, `choose` offers the row where a
# field refers to it, `site` leads to its public page.
READ = "list view history"
KEPT = f"{READ} change"
REGISTER = "list view history change add"
ALL = f"{REGISTER} delete action"
PAGE = f"{ALL} recover site"

# What a row does not name, nobody of that role may do.
TABLE = {
    Chronicle: {"equipe": f"{PAGE} choose", "redazione": f"{PAGE} choose"},
    Story: {"equipe": f"{PAGE} choose", "redazione": f"{PAGE} choose"},
    Rubric: {
        "other_equipe": f"{READ} site",
        "equipe": f"{READ} site",
        "redazione": f"{KEPT} site",
    },
    Project: {
        "equipe": f"{READ} choose site",
        "redazione": f"{PAGE} choose",
        "amministrazione": f"{KEPT} choose site",
    },
    Organization: {
        "other_equipe": f"{READ} choose",
        "equipe": f"{READ} choose",
        "redazione": f"{ALL} recover choose",
    },
    Place: {"equipe": f"{PAGE} choose", "redazione": f"{PAGE} choose"},
    Photo: {"equipe": f"{ALL} choose", "redazione": f"{ALL} choose"},
    Release: {"equipe": f"{REGISTER} choose", "redazione": f"{ALL} choose"},
    Event: {"equipe": f"{PAGE} choose", "redazione": f"{PAGE} choose"},
    Keyword: {
        "other_equipe": f"{READ} site",
        "equipe": f"{READ} site",
        "redazione": f"{KEPT} site",
    },
    Issue: {"redazione": PAGE},
    Home: {"redazione": f"{KEPT} site"},
    FlatPage: {"redazione": PAGE},
    User: {"redazione": "choose", "amministrazione": f"{ALL} choose"},
    Group: {"amministrazione": READ, "superuser": ALL},
}
ROLES = (
    "anonymous",
    "groupless",
    "other_equipe",
    "equipe",
    "redazione",
    "amministrazione",
    "superuser",
)


def expected(model, role):
    row = TABLE[model]
    if role == "superuser":
        return set(" ".join([*row.values()]).split())
    return set(row.get(role, "").split())


# --- The rows ------------------------------------------------------------------

# Never public and not referred to: what may be deleted at all.
DRAFTS = {
    Chronicle: lambda project: make_chronicle(project=project, **DRAFT),
    Story: lambda project: make_story(project=project),
    Project: lambda project: make_project(lot=3, name="Il terzo", **DRAFT),
    Organization: lambda project: make_organization(),
    Place: lambda project: make_place(project=project, **DRAFT),
    Photo: lambda project: make_photo(project=project),
    Release: lambda project: make_release(project=project),
    Event: lambda project: make_event(project=project, **DRAFT),
    Rubric: lambda project: Rubric.objects.first(),
    Keyword: lambda project: Keyword.objects.first(),
    Issue: lambda project: make_issue(blocks=["text", "quotation"], **DRAFT),
    Home: lambda project: make_home(),
    FlatPage: lambda project: make_page("chi-siamo"),
    User: lambda project: make_user("qualcuno"),
    Group: lambda project: Group.objects.create(name="Un gruppo"),
}
DELETED = {
    **DRAFTS,
    Project: lambda project: make_project(lot=4, **DRAFT),
    FlatPage: lambda project: make_page("chi-eravamo"),
}
LASTING = {Rubric, Keyword, Home, User, Group, Photo, Release}


def public_rows(project):
    """Return {model: a row with a public page}."""
    story = make_story(project=project)
    return {
        Chronicle: make_chronicle(project=project, story=story),
        Story: story,
        Project: project,
        Place: make_place(project=project),
        Event: make_event(project=project),
        Issue: make_issue(),
    }


def deleted_version(model, project):
    """Return the version of a row that was saved and then deleted, or None."""
    if model in LASTING:
        return None
    with reversion.create_revision():
        row = DELETED[model](project)
        reversion.add_to_revision(row)
    version = reversion.models.Version.objects.get_for_object(row).first()
    row.delete()
    return version


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- The verbs -----------------------------------------------------------------


class Case:
    def __init__(self, desk, model, client):
        self.model, self.client, self.project = model, client, desk.project
        self.row, self.deleted = desk.rows[model], desk.deleted[model]
        self.public = desk.public.get(model, self.row)
        self.form = self.get("change", self.row.pk)

    def get(self, view, *args):
        return self.client.get(admin_url(self.model, view, *args))

    def may_list(self):
        response = self.client.get(admin_url(self.model, "changelist"), follow=True)
        context = response.context or {}
        if "cl" in context:
            return self.row in context["cl"].queryset
        return context.get("original") == self.row

    def may_view(self):
        return self.form.status_code == 200

    def may_add(self):
        response = self.get("add")
        if response.status_code != 200:
            return False
        fields = response.context["adminform"].form.fields
        return "project" not in fields or self.project in fields["project"].queryset

    def may_change(self):
        data = form_of(self.form) if self.may_view() else {}
        with undone():
            response = self.client.post(self.form.request["PATH_INFO"], data)
        # What it does not find for somebody, Django answers with the first page.
        elsewhere = [reverse("admin:index"), reverse("admin:login")]
        target = response.headers.get("Location", "").partition("?")[0]
        return response.status_code == 302 and target not in elsewhere

    def may_delete(self):
        return self.deletes(self.get("delete", self.row.pk))

    def may_action(self):
        data = {"action": "delete_selected", "_selected_action": [self.row.pk]}
        response = self.client.post(admin_url(self.model, "changelist"), data)
        if response.status_code != 200 or "queryset" not in response.context:
            return False
        return self.row in response.context["queryset"] and self.deletes(response)

    def deletes(self, response):
        if response.status_code != 200:
            return False
        return not (response.context["perms_lacking"] or response.context["protected"])

    def may_history(self):
        return self.get("history", self.row.pk).status_code == 200

    def may_recover(self):
        if self.deleted is None:
            return False
        response = self.get("recoverlist")
        if response.status_code != 200:
            return False
        opens = self.get("recover", self.deleted.pk).status_code == 200
        return self.deleted in response.context["deleted"] and opens

    def may_choose(self):
        field = source_of(self.model)
        if field is None:
            return False
        names = ["app_label", "model_name", "field_name"]
        values = [field.model._meta.app_label, field.model._meta.model_name, field.name]
        query = dict(zip(names, values, strict=True))
        response = self.client.get(reverse("admin:autocomplete"), query)
        if response.status_code != 200:
            return False
        found = [result["id"] for result in response.json()["results"]]
        return str(self.row.pk) in found

    def may_site(self):
        content_type = ContentType.objects.get_for_model(self.model)
        address = [content_type.pk, self.public.pk]
        response = self.client.get(reverse("admin:view_on_site", args=address))
        return response.status_code == 302 and "/redazione/" not in response.url


VERBS = ["list", "view", "add", "change", "delete", "action"]
VERBS += ["history", "recover", "choose", "site"]


def source_of(model):
    """Return a field with an autocomplete that refers to `model`, or None."""
    classes = [*admin.site._registry.values()]
    classes += [inline for one in classes for inline in one.inlines]
    fields = [
        one.model._meta.get_field(name)
        for one in classes
        for name in one.autocomplete_fields
    ]
    return next((field for field in fields if field.related_model is model), None)


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker):
    """Make a row of every model and a client of every role, once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        project, other = make_project(lot=1), make_project(lot=2)
        rows = {model: make(project) for model, make in DRAFTS.items()}
        clients = clients_of_all_roles([project, rows[Project]], [other])
        public = public_rows(project)
        deleted = {model: deleted_version(model, project) for model in DRAFTS}
        yield SimpleNamespace(**locals())
        transaction.set_rollback(True)


def verbs_found(desk, model, role):
    """Return the verbs that work for `role` on the row of `model`."""
    case = Case(desk, model, desk.clients[role])
    return {verb for verb in VERBS if getattr(case, f"may_{verb}")()}


def test_every_class_declares_its_scope():
    silent = [
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if not isinstance(getattr(model_admin, "scope", None), Scope)
    ]
    assert silent == []


def test_every_class_is_in_the_table():
    assert {model._meta.label for model in TABLE} == {
        model._meta.label for model in registered()
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", TABLE, ids=lambda model: model._meta.label)
def test_does_what_the_table_says_and_no_more(desk, model, role):
    assert verbs_found(desk, model, role) == expected(model, role)
