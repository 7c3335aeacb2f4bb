"""The three groups, and who looks after people."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse

from editorial.roles import AMMINISTRAZIONE, REDAZIONE, ROLES
from mix_site.rights import ALL, RIGHTS, keep_rights
from projects.models import Project
from tests.admin import admin_url, form_of
from tests.builders import make_project, make_user
from tests.roles import client_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_member(AMMINISTRAZIONE)


@pytest.fixture
def manager_client(manager):
    return client_of(manager)


@pytest.fixture
def boss():
    return make_user("boss", is_staff=True, is_superuser=True, password="x")


def granted(role):
    found = Permission.objects.filter(group__name=role).select_related("content_type")
    return {(p.content_type.app_label, p.codename) for p in found}


def written(role):
    return {
        (app, f"{verb}_{model}")
        for label, verbs in RIGHTS[role].items()
        for app, model in [label.split(".")]
        for verb in verbs
    }


def post(client, row, **changes):
    url = admin_url(type(row), "change", row.pk)
    return client.post(url, form_of(client.get(url), **changes))


class TestGroups:
    @pytest.mark.parametrize("role", ROLES)
    def test_may_what_the_table_says_and_no_more(self, role):
        assert granted(role) == written(role)

    def test_go_back_to_the_table_after_a_migrate(self):
        group = Group.objects.get(name=REDAZIONE)
        group.permissions.set(Permission.objects.filter(codename="delete_user"))
        for app in apps.get_app_configs():
            keep_rights(app, using="default")
        assert granted(REDAZIONE) == written(REDAZIONE)

    @pytest.mark.parametrize("role", ROLES)
    def test_table_names_models_that_exist(self, role):
        assert [apps.get_model(label) for label in RIGHTS[role]]

    def test_every_line_of_a_form_is_somebodys(self):
        classes = [*admin.site._registry.values()]
        inlines = [inline for one in classes for inline in one.inlines]
        models = {one.model._meta.label_lower for one in classes + inlines}
        assert models <= {label for rights in RIGHTS.values() for label in rights}


class TestFirstUser:
    def test_may_do_everything(self, capsys):
        call_command("create_first_user")
        user = User.objects.get()
        labels = {label for rights in RIGHTS.values() for label in rights}
        asked = [label.split(".") for label in labels]
        assert all(
            user.has_perm(f"{app}.{verb}_{model}")
            for app, model in asked
            for verb in ALL
        )


class TestUsers:
    def test_nobody_makes_themselves_a_superuser(self, manager, manager_client):
        allowed = Permission.objects.get(codename="delete_chronicle")
        forged = {"is_superuser": "on", "user_permissions": [str(allowed.pk)]}
        response = post(manager_client, manager, first_name="Anna", **forged)
        assert response.status_code == 302
        manager.refresh_from_db()
        assert (manager.first_name, manager.is_superuser) == ("Anna", False)
        assert not manager.user_permissions.exists()

    @pytest.mark.parametrize("view", ["change", "delete", "password_change"])
    def test_a_superuser_is_for_superusers(self, manager_client, boss, view):
        url = admin_url(User, view, boss.pk)
        assert manager_client.post(url, {"post": "yes"}).status_code == 403
        assert User.objects.get(pk=boss.pk).check_password("x")

    def test_an_action_on_many_spares_superusers(self, manager_client, boss):
        data = {"action": "delete_selected", "post": "yes"}
        data["_selected_action"] = [boss.pk]
        manager_client.post(admin_url(User, "changelist"), data)
        assert User.objects.filter(pk=boss.pk).exists()

    def test_a_superuser_may_make_another(self, boss):
        post(client_of(boss), make_user("qualcuno"), is_superuser="on")
        assert User.objects.get(username="qualcuno").is_superuser


class TestTeams:
    @pytest.mark.parametrize("role", [REDAZIONE, AMMINISTRAZIONE])
    def test_are_chosen(self, role):
        project, user = make_project(lot=1), make_user("nuova")
        post(client_of(make_member(role)), project, team=[str(user.pk)])
        assert list(project.team.all()) == [user]

    def test_are_all_that_the_amministrazione_writes(self, manager_client):
        project = make_project(lot=1, name="Prima")
        assert post(manager_client, project, name="Dopo").status_code == 302
        assert Project.objects.get().name == "Prima"

    def test_the_redazione_finds_colleagues_and_no_more_of_them(self):
        client = client_of(make_member(REDAZIONE))
        query = {"app_label": "projects", "model_name": "project", "field_name": "team"}
        response = client.get(reverse("admin:autocomplete"), query)
        assert [one["text"] for one in response.json()["results"]] == ["redazione"]
        assert client.get(admin_url(User, "changelist")).status_code == 403
