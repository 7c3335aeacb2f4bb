"""Earlier versions, recovery and deletion: a team has those of its own rows."""

import pytest
import reversion
from reversion.models import Version

from chronicles.models import Chronicle, ChroniclePhoto, Story
from editorial.publishing import State
from projects.models import Organization, Photo
from tests.admin import admin_url, form_of, sign_in
from tests.builders import (
    DRAFT,
    SECRET,
    make_chronicle,
    make_organization,
    make_photo,
    make_place,
    make_story,
    secret,
)

pytestmark = pytest.mark.django_db


def versioned(row, **changes):
    """Change and save `row` in a revision; return the version."""
    with reversion.create_revision():
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
    return Version.objects.get_for_object(row).first()


class TestEarlierVersions:
    def revert(self, client, row, version):
        url = admin_url(type(row), "revision", row.pk, version.pk)
        response = client.get(url)
        return client.post(url, form_of(response) if response.context else {})

    def test_own_ones_come_back(self, team, own):
        story = make_story(project=own)
        version = versioned(story, title="Prima")
        versioned(story, title="Dopo")
        self.revert(team, story, version)
        story.refresh_from_db()
        assert story.title == "Prima"

    def test_publish_nothing(self, team, own):
        chronicle = make_chronicle(project=own)
        version = versioned(chronicle, title="Pubblica")
        Chronicle.objects.update(title="Bozza", **DRAFT)
        self.revert(team, chronicle, version)
        chronicle.refresh_from_db()
        assert (chronicle.title, chronicle.state) == ("Pubblica", State.DRAFT)

    def test_from_when_it_was_of_others_stay_there(self, team, own, other):
        chronicle = make_chronicle(project=other, **DRAFT)
        before = versioned(chronicle, title=secret("prima"))
        versioned(chronicle, title="Nostra", project=own)
        history = team.get(admin_url(Chronicle, "history", chronicle.pk))
        assert len(history.context["action_list"]) == 1
        assert self.revert(team, chronicle, before).status_code == 404
        chronicle.refresh_from_db()
        assert chronicle.project == own

    def test_saved_together_with_rows_of_others_stay_there(self, team, own, others):
        story = make_story(project=own, title="Insieme")
        with reversion.create_revision():
            story.save()
            others.story.save()
        version = Version.objects.get_for_object(story).get()
        Story.objects.filter(pk=others.story.pk).update(title="Da allora cambiata")
        assert self.revert(team, story, version).status_code == 404
        others.story.refresh_from_db()
        assert others.story.title == "Da allora cambiata"

    def test_of_another_model_are_not_reached_from_here(self, team, client, own):
        story = make_story(project=own)
        organization = make_organization(pk=story.pk, name="Prima")
        version = versioned(organization)
        versioned(organization, name="Dopo")
        for one in (team, sign_in(client)):
            assert self.revert(one, story, version).status_code == 404
            url = admin_url(Story, "recover", version.pk)
            assert one.post(url).status_code == 404
        assert Organization.objects.get().name == "Dopo"


class TestRecovery:
    def deleted(self, project, **values):
        row = make_chronicle(project=project, **values)
        version = versioned(row)
        row.delete()
        return version

    def test_lists_and_opens_nothing_of_others(self, team, other):
        version = self.deleted(other, title=secret("cestino"))
        response = team.get(admin_url(Chronicle, "recoverlist"))
        assert SECRET not in response.content.decode()
        url = admin_url(Chronicle, "recover", version.pk)
        assert (team.get(url).status_code, team.post(url).status_code) == (404, 404)
        assert not Chronicle.objects.exists()

    def test_what_comes_back_to_a_team_is_a_draft(self, team, own):
        version = self.deleted(own, title="Di nuovo qui")
        url = admin_url(Chronicle, "recover", version.pk)
        assert team.post(url, form_of(team.get(url))).status_code == 302
        found = Chronicle.objects.get()
        assert (found.title, found.state) == ("Di nuovo qui", State.DRAFT)

    def test_is_not_for_what_is_still_there(self, team, own):
        version = versioned(make_chronicle(project=own, **DRAFT))
        assert team.get(admin_url(Chronicle, "recover", version.pk)).status_code == 404


class TestDeleting:
    def delete(self, client, row):
        url = admin_url(type(row), "delete", row.pk)
        return client.post(url, {"post": "yes"}).status_code

    def test_a_draft_of_its_own_may_go(self, team, own):
        assert self.delete(team, make_chronicle(project=own, **DRAFT)) == 302
        assert not Chronicle.objects.exists()

    @pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN, State.DRAFT])
    def test_what_was_public_stays(self, team, own, state):
        assert self.delete(team, make_chronicle(project=own, state=state)) == 403

    def test_what_something_else_refers_to_stays(self, team, own):
        photo = make_photo(project=own)
        make_place(project=own, photo_before=photo, alt_before="Prima", **DRAFT)
        assert self.delete(team, photo) == 403

    def test_an_action_on_many_names_nothing_of_others(self, team, own, others):
        photo = make_photo(project=own)
        ChroniclePhoto.objects.create(
            chronicle=others.chronicle, photo=photo, alt=secret("alt")
        )
        data = {"action": "delete_selected"}
        data["_selected_action"] = [photo.pk, others.photo.pk]
        for step in ({}, {"post": "yes"}):
            response = team.post(admin_url(Photo, "changelist"), data | step)
            assert SECRET not in response.content.decode()
        assert Photo.objects.count() == 2

    def test_editors_delete_what_was_public(self, client, own):
        assert self.delete(sign_in(client), make_chronicle(project=own)) == 302
