"""What a team never gets from the admin, however it asks."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.forms import ModelChoiceField
from django.test import RequestFactory
from django.urls import reverse

from chronicles.models import Chronicle, ChroniclePhoto, Story
from editorial.admin import HouseAdmin
from editorial.admin.choices import OF_OTHERS
from editorial.publishing import State
from editorial.roles import EQUIPE
from projects.models import Event, Photo, Place, Project, Release
from tests.admin import admin_url, errors_of, form_of, sign_in
from tests.builders import (
    DRAFT,
    SECRET,
    make_chronicle,
    make_event,
    make_photo,
    make_place,
    make_project,
    make_release,
    make_story,
    secret,
)
from tests.roles import client_of, make_member

pytestmark = pytest.mark.django_db

OF_A_PROJECT = [Chronicle, Event, Photo, Place, Release, Story]


def edit(client, row, **changes):
    """Open the form of `row` and send it back with `changes`."""
    url = admin_url(type(row), "change", row.pk)
    changes = {name: _sent(value) for name, value in changes.items()}
    return client.post(url, form_of(client.get(url), **changes))


def _sent(value):
    return str(value.pk) if isinstance(value, Model) else value


def saved(response):
    return response.status_code == 302 and response.url != reverse("admin:index")


class TestLists:
    @pytest.mark.parametrize("model", OF_A_PROJECT, ids=lambda m: m.__name__)
    def test_say_nothing_of_others(self, team, others, model):
        # Written otherwise than in the titles: what was asked for is on the page.
        for query in ({}, {"q": SECRET.lower()}):
            response = team.get(admin_url(model, "changelist"), query)
            assert SECRET not in response.content.decode()

    def test_offer_only_own_projects_as_a_filter(self, writer, team, others):
        make_project(lot=3, name="Anche nostro").team.add(writer)
        response = team.get(admin_url(Chronicle, "changelist"))
        filters = response.context["cl"].filter_specs
        titles = [name for spec in filters for _, name in spec.lookup_choices]
        assert {"1. Il nostro", "3. Anche nostro"} <= set(map(str, titles))
        assert SECRET not in str(titles)

    def test_a_filter_forged_in_the_address_finds_nothing(self, team, other, others):
        query = {"project__id__exact": other.pk}
        response = team.get(admin_url(Chronicle, "changelist"), query)
        assert not response.context["cl"].queryset

    def test_say_all_to_an_editor(self, client, others):
        response = sign_in(client).get(admin_url(Chronicle, "changelist"))
        assert others.chronicle in response.context["cl"].queryset

    def test_first_page_tells_of_no_action_of_others(self, team, client, others):
        edit(sign_in(client), others.story, is_concluded="on")
        response = team.get(reverse("admin:index"))
        assert list(response.context["log_entries"]) == []
        assert SECRET not in response.content.decode()


class TestForms:
    @pytest.mark.parametrize("model", OF_A_PROJECT, ids=lambda m: m.__name__)
    def test_offer_nothing_of_others(self, team, others, model):
        context = team.get(admin_url(model, "add")).context
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        forms = [context["adminform"].form]
        forms += [formset.empty_form for formset in formsets]
        fields = [field for form in forms for field in form.visible_fields()]
        fields = [field.field for field in fields]
        choices = [field for field in fields if isinstance(field, ModelChoiceField)]
        offered = [str(row) for field in choices for row in field.queryset]
        assert offered
        assert SECRET not in str(offered)

    def test_has_the_only_project_chosen(self, team, own):
        form = team.get(admin_url(Chronicle, "add")).context["adminform"].form
        assert form.initial["project"] == own.pk

    def test_lets_choose_among_two(self, writer, team):
        make_project(lot=3).team.add(writer)
        form = team.get(admin_url(Chronicle, "add")).context["adminform"].form
        assert "project" not in form.initial

    def test_nobody_adds_without_a_project(self):
        client = client_of(make_member(EQUIPE, "sola"))
        assert client.get(admin_url(Chronicle, "add")).status_code == 403

    def test_keeps_what_the_redazione_has_chosen(self, team, own):
        city = make_project(lot=None)
        event = make_event(project=city, title=secret("festa"), **DRAFT)
        chronicle = make_chronicle(project=own, event=event, **DRAFT)
        url = admin_url(Chronicle, "change", chronicle.pk)
        html = team.get(url).content.decode()
        assert OF_OTHERS in html
        assert SECRET not in html
        assert saved(edit(team, chronicle, title="Nuovo"))
        chronicle.refresh_from_db()
        assert (chronicle.title, chronicle.event) == ("Nuovo", event)

    def test_a_class_that_declares_nothing_is_closed(self, writer, client):
        silent = HouseAdmin(Story, admin.site)
        request = RequestFactory().get("/")
        request.user = writer
        assert not silent.has_view_permission(request)
        assert not silent.get_queryset(request)


class TestForgedPosts:
    def test_a_project_of_others_is_refused(self, team, own, other):
        story = make_story(project=own)
        response = edit(team, story, project=other)
        assert errors_of(response)
        assert SECRET not in response.content.decode()
        story.refresh_from_db()
        assert story.project == own

    def test_nothing_is_added_to_a_project_of_others(self, team, other):
        form = team.get(admin_url(Story, "add"))
        values = {"title": "Intrusa", "slug": "intrusa", "summary": "In breve."}
        data = form_of(form, project=str(other.pk), **values)
        assert errors_of(team.post(admin_url(Story, "add"), data))
        assert not Story.objects.exists()

    @pytest.mark.parametrize("name", ["place", "event", "story"])
    def test_what_is_of_others_is_not_linked(self, team, own, others, name):
        chronicle = make_chronicle(project=own, **DRAFT)
        response = edit(team, chronicle, **{name: getattr(others, name)})
        assert errors_of(response)
        assert SECRET not in response.content.decode()
        chronicle.refresh_from_db()
        assert getattr(chronicle, name) is None

    def test_a_photo_of_others_is_not_shown(self, team, own, others):
        chronicle = make_chronicle(project=own, **DRAFT)
        row = {
            "photo_uses-TOTAL_FORMS": "1",
            "photo_uses-0-photo": others.photo,
            "photo_uses-0-alt": "Il cortile",
            "photo_uses-0-position": "0",
            "photo_uses-0-chronicle": chronicle,
        }
        response = edit(team, chronicle, **row)
        assert errors_of(response)
        assert SECRET not in response.content.decode()
        assert not ChroniclePhoto.objects.exists()

    def test_a_line_of_others_is_not_taken_over(self, team, own, others):
        chronicle = make_chronicle(project=own, **DRAFT)
        use = ChroniclePhoto.objects.create(
            chronicle=others.chronicle, photo=others.photo, alt="Loro"
        )
        row = {
            "photo_uses-TOTAL_FORMS": "1",
            "photo_uses-INITIAL_FORMS": "1",
            "photo_uses-0-id": use,
            "photo_uses-0-photo": others.photo,
            "photo_uses-0-alt": "Nostro",
            "photo_uses-0-chronicle": chronicle,
        }
        assert not saved(edit(team, chronicle, **row))
        use.refresh_from_db()
        assert (use.chronicle, use.alt) == (others.chronicle, "Loro")

    def test_an_action_of_others_is_not_counted(self, team, own, others):
        chronicle = make_chronicle(project=own, **DRAFT)
        row = {"figures-TOTAL_FORMS": "1", "figures-0-action": others.action}
        response = edit(team, chronicle, **row, **{"figures-0-adults": "3"})
        assert errors_of(response)
        assert SECRET not in response.content.decode()

    def test_a_release_of_others_covers_no_photo(self, team, own, others):
        photo = make_photo(project=own)
        response = edit(team, photo, people="adults", release=others.release)
        assert errors_of(response)
        assert SECRET not in response.content.decode()

    @pytest.mark.parametrize("model", [Chronicle, Event, Place])
    def test_nobody_of_a_team_publishes(self, team, own, model):
        make = {Chronicle: make_chronicle, Event: make_event, Place: make_place}[model]
        row = make(project=own, **DRAFT)
        forged = {"state": "published", "published_at": "2018-03-15T10:00"}
        edit(team, row, slug="nuovo", **forged)
        row.refresh_from_db()
        assert (row.slug, row.state, row.published_at) == ("nuovo", State.DRAFT, None)

    @pytest.mark.parametrize("model", [Chronicle, Event, Place])
    def test_what_publishes_is_only_read(self, writer, model):
        request = RequestFactory().get("/")
        request.user = writer
        fields = admin.site._registry[model].get_readonly_fields(request)
        assert {"state", "published_at"} <= {*fields}

    def test_who_left_the_team_saves_nothing(self, team, writer, own):
        story = make_story(project=own, title="Prima")
        url = admin_url(Story, "change", story.pk)
        data = form_of(team.get(url), title="Dopo")
        own.team.remove(writer)
        assert not saved(team.post(url, data))
        story.refresh_from_db()
        assert story.title == "Prima"

    def test_of_its_own_project_it_changes_nothing(self, team, own):
        url = admin_url(Project, "change", own.pk)
        assert team.get(url).status_code == 200
        assert team.post(url, {"name": "Un altro nome"}).status_code == 403


class TestEveryAddress:
    def test_of_a_row_of_others_is_closed(self, team, others):
        answers = {
            (url, ask(url).status_code)
            for row in vars(others).values()
            if type(row) in admin.site._registry
            for url in addresses_of(row)
            for ask in (team.get, team.post)
        }
        assert len(answers) > 50
        assert {status for _, status in answers} <= {302, 400, 403, 404, 405}
        found = {url for url, status in answers if status == 302}
        assert all(team.get(url).status_code != 200 for url in found)


def addresses_of(row):
    """Return every address that the admin has for one row, whoever has added it."""
    patterns = [one for one in admin.site._registry[type(row)].urls if one.name]
    for pattern in patterns:
        names = pattern.pattern.converters or dict.fromkeys(
            range(pattern.pattern.regex.groups)
        )
        if names:
            yield reverse(f"admin:{pattern.name}", args=[row.pk] * len(names))


class TestChoosing:
    def found(self, client, model, name, term=""):
        query = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": name,
            "term": term,
        }
        response = client.get(reverse("admin:autocomplete"), query)
        assert response.status_code == 200
        return [result["text"] for result in response.json()["results"]]

    @pytest.mark.parametrize("name", ["project", "place", "story", "event"])
    def test_offers_nothing_of_others(self, team, others, name):
        assert SECRET not in str(self.found(team, Chronicle, name))

    def test_offers_photos_and_releases_of_its_own(self, team, own, others):
        make_photo(project=own, title="La nostra")
        make_release(project=own, code="NOSTRA-1")
        assert self.found(team, ChroniclePhoto, "photo") == ["La nostra"]
        assert self.found(team, Photo, "release") == ["NOSTRA-1"]

    def test_offers_the_public_events_of_the_city(self, team, own):
        city = make_project(lot=None)
        make_event(project=city, title="La festa della città")
        make_event(project=city, title=secret("festa"), **DRAFT)
        offered = self.found(team, Event, "parent")
        assert offered == ["La festa della città"]

    def test_an_event_of_the_city_is_chosen_but_not_opened(self, team, own):
        event = make_event(project=make_project(lot=None))
        chronicle = make_chronicle(project=own, **DRAFT)
        assert saved(edit(team, chronicle, event=event))
        chronicle.refresh_from_db()
        assert chronicle.event == event
        response = team.get(admin_url(Event, "change", event.pk))
        assert response.url == reverse("admin:index")

    def test_a_popup_opens_nothing_of_others(self, team, others):
        url = admin_url(Photo, "change", others.photo.pk)
        response = team.get(url, {"_popup": "1", "_to_field": "id"})
        assert response.url == reverse("admin:index")

    @pytest.mark.parametrize("name", ["chronicle", "place", "event", "story", "photo"])
    def test_view_on_site_tells_no_address_of_others(self, team, others, name):
        row = getattr(others, name)
        kind = ContentType.objects.get_for_model(row)
        for key in (kind.pk, f"+{kind.pk}", "999999", "x"):
            url = reverse("admin:view_on_site", args=[key, row.pk])
            assert team.get(url).status_code == 404
