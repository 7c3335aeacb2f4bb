"""Two people in one form: what the second one meets, and what is kept."""

import base64
import zlib

import pytest
from django.contrib.auth.models import Permission
from django.contrib.flatpages.models import FlatPage
from django.test import Client

from chronicles.models import Chronicle, Story
from newsletter.models import Issue
from projects.models import Photo, Project
from tests.admin import admin_url, errors_of, form_of, sign_in
from tests.builders import (
    DRAFT,
    make_action,
    make_chronicle,
    make_issue,
    make_page,
    make_photo,
    make_project,
    make_release,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db

STALE = 409


def packed(text):
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode()


FORGED = [
    "eJwrySxOBQAEbgHB",
    packed('[{"body":["\\ud800"]},{}]'),
    pytest.param(packed("[" * 100_000), id="deep"),
]


@pytest.fixture
def mine(client):
    return sign_in(client)


@pytest.fixture
def anna():
    client = Client()
    client.force_login(
        make_user(
            "anna",
            first_name="Anna",
            last_name="Rossi",
            is_staff=True,
            is_superuser=True,
        )
    )
    return client


@pytest.fixture
def chronicle():
    return make_chronicle(
        title="Il cortile", standfirst="Com’era.", body="<p>Uno.</p>", photos=2
    )


def url_of(row):
    return admin_url(type(row), "change", row.pk)


def opened(client, row, **changes):
    """Return what `client` would send after having opened and changed the form."""
    return form_of(client.get(url_of(row)), **changes)


def saved(client, row, **changes):
    response = client.post(url_of(row), opened(client, row, **changes))
    assert response.status_code == 302


def words(response):
    return " ".join(response.content.decode().split())


def answered(client, response, row, button, value="1"):
    """Send the conflict page back by one of its buttons."""
    sent = {k: v for k, v in form_of(response).items() if k not in BUTTONS}
    return client.post(url_of(row), sent | {button: value})


BUTTONS = {"_continue", "_resume"}


class TestSecondToSave:
    @pytest.fixture
    def refused(self, mine, anna, chronicle):
        typed = opened(mine, chronicle, body="<p>Uno, e il mio orto.</p>")
        saved(anna, chronicle, title="La corte", body="<p>Uno, e il suo melo.</p>")
        return mine.post(url_of(chronicle), typed)

    def test_is_not_saved(self, refused, chronicle):
        assert refused.status_code == STALE
        chronicle.refresh_from_db()
        assert "melo" in chronicle.body

    def test_reads_who_saved_and_when(self, refused):
        assert "Mentre scrivevi, Anna Rossi ha salvato «La corte» alle " in words(
            refused
        )

    def test_reads_the_words_that_differ(self, refused):
        html = words(refused)
        assert "Uno, e il <del>suo melo.</del>" in html
        assert "Uno, e il <ins>mio orto.</ins>" in html

    def test_reads_who_changed_what(self, refused):
        notes = {d.label: d.note for d in refused.context["differences"]}
        assert notes == {
            "Titolo": "Cambiato da Anna Rossi; tu non l’hai toccato: resta così.",
            "Testo": "Cambiato da entrambi: con la tua versione resta il tuo.",
        }

    def test_puts_theirs_below_and_mine_on_top(self, refused, mine, chronicle):
        response = answered(mine, refused, chronicle, "_continue")
        assert response.status_code == 302
        chronicle.refresh_from_db()
        assert chronicle.title == "La corte"
        assert chronicle.body == "<p>Uno, e il mio orto.</p>"

    def test_goes_on_writing_without_saving(self, refused, mine, chronicle):
        version = Chronicle.objects.get().version
        response = answered(mine, refused, chronicle, "_resume", "form")
        sent = form_of(response)
        assert sent["title"] == ["La corte"]
        assert sent["body"] == ["<p>Uno, e il mio orto.</p>"]
        assert Chronicle.objects.get().version == version
        assert mine.post(url_of(chronicle), sent).status_code == 302

    def test_gives_way_and_still_reads_what_was_typed(self, refused, mine, chronicle):
        response = answered(mine, refused, chronicle, "_resume", "theirs")
        assert "readonly>Uno, e il mio orto.</textarea>" in words(response)
        chronicle.refresh_from_db()
        assert "melo" in chronicle.body

    def test_is_asked_again_when_a_third_was_quicker(
        self, refused, mine, anna, chronicle
    ):
        saved(anna, chronicle, title="Ancora")
        again = answered(mine, refused, chronicle, "_continue")
        assert again.status_code == STALE
        assert "Uno, e il mio orto." in words(again)


class TestInlines:
    def test_a_change_of_a_photo_alone_counts(self, mine, anna, chronicle):
        typed = opened(mine, chronicle, title="La mia")
        saved(anna, chronicle, **{"photo_uses-0-caption": "Il melo"})
        response = mine.post(url_of(chronicle), typed)
        assert response.status_code == STALE
        assert "Il melo" in words(response)

    def test_changes_of_different_photos_are_both_kept(self, mine, anna, chronicle):
        typed = opened(mine, chronicle, **{"photo_uses-1-alt": "La mia altalena"})
        saved(anna, chronicle, **{"photo_uses-0-caption": "Il melo"})
        answered(mine, mine.post(url_of(chronicle), typed), chronicle, "_continue")
        first, second = chronicle.photo_uses.order_by("position")
        assert (first.caption, second.alt) == ("Il melo", "La mia altalena")

    def test_rows_that_both_have_added_are_both_kept(self, mine, anna, chronicle):
        photos = [make_photo(project=chronicle.project) for _ in range(2)]
        forms = [
            opened(who, chronicle, **added_photo(photo))
            for who, photo in zip((anna, mine), photos, strict=True)
        ]
        assert anna.post(url_of(chronicle), forms[0]).status_code == 302
        refused = mine.post(url_of(chronicle), forms[1])
        answered(mine, refused, chronicle, "_continue")
        found = set(chronicle.photo_uses.values_list("photo", flat=True))
        assert found >= {photo.pk for photo in photos}

    def test_a_row_that_one_removed_and_nobody_touched_stays_removed(
        self, mine, anna, chronicle
    ):
        typed = opened(mine, chronicle, title="La mia")
        saved(anna, chronicle, **{"photo_uses-0-DELETE": "on"})
        answered(mine, mine.post(url_of(chronicle), typed), chronicle, "_continue")
        assert chronicle.photo_uses.count() == 1

    def test_a_row_removed_while_i_wrote_in_it_comes_back(self, mine, anna, chronicle):
        typed = opened(mine, chronicle, **{"photo_uses-0-alt": "Il mio testo"})
        saved(anna, chronicle, **{"photo_uses-0-DELETE": "on"})
        answered(mine, mine.post(url_of(chronicle), typed), chronicle, "_continue")
        assert chronicle.photo_uses.filter(alt="Il mio testo").exists()

    @pytest.mark.parametrize("button", [("_continue", "1"), ("_resume", "form")])
    def test_what_i_said_of_a_photo_is_kept_when_its_row_moves_up(
        self, mine, anna, button
    ):
        chronicle = make_chronicle(photos=2, **DRAFT)
        first, second = chronicle.photo_uses.order_by("position")
        Photo.objects.filter(pk=first.photo_id).update(people="minors")
        Photo.objects.filter(pk=second.photo_id).update(people="nobody")
        typed = opened(mine, chronicle, **{"photo_uses-1-people": "minors"})
        saved(anna, chronicle, **{"photo_uses-0-DELETE": "on"})
        refused = mine.post(url_of(chronicle), typed)
        response = answered(mine, refused, chronicle, *button)
        if button[0] == "_resume":
            mine.post(url_of(chronicle), form_of(response))
        second.photo.refresh_from_db()
        assert second.photo.people == "minors"

    def test_a_release_that_i_took_away_stays_away(self, mine, anna, chronicle):
        photo = chronicle.photo_uses.get(position=1).photo
        photo.release = make_release()
        photo.save()
        typed = opened(mine, chronicle, **{"photo_uses-1-release": ""})
        saved(anna, chronicle, **{"photo_uses-0-DELETE": "on"})
        answered(mine, mine.post(url_of(chronicle), typed), chronicle, "_continue")
        photo.refresh_from_db()
        assert photo.release is None

    def test_what_was_said_of_a_photo_whose_row_comes_back_stays(
        self, mine, anna, chronicle
    ):
        photo = chronicle.photo_uses.get(position=0).photo
        typed = opened(mine, chronicle, **{"photo_uses-0-alt": "Il mio testo"})
        saved(anna, chronicle, **{"photo_uses-0-DELETE": "on"})
        Photo.objects.filter(pk=photo.pk).update(people="minors")
        answered(mine, mine.post(url_of(chronicle), typed), chronicle, "_continue")
        photo.refresh_from_db()
        assert photo.people == "minors"

    def test_a_row_that_i_removed_is_removed(self, mine, anna, chronicle):
        typed = opened(mine, chronicle, **{"photo_uses-0-DELETE": "on"})
        saved(anna, chronicle, title="La corte")
        answered(mine, mine.post(url_of(chronicle), typed), chronicle, "_continue")
        assert chronicle.photo_uses.count() == 1

    def test_figures_begun_by_both_become_one(self, mine, anna, chronicle):
        typed = opened(mine, chronicle, **{"figures-0-children": "7"})
        saved(anna, chronicle, **{"figures-0-adults": "5"})
        response = mine.post(url_of(chronicle), typed)
        assert answered(mine, response, chronicle, "_continue").status_code == 302
        chronicle.refresh_from_db()
        assert chronicle.figures.children == 7

    def test_keywords_of_actions_are_compared_by_name(self, mine, anna):
        project = make_project(lot=2)
        action = make_action(project=project, keywords=["legami"])
        typed = opened(mine, project, **{"actions-0-title": "Il mio titolo"})
        saved(anna, project, **{"actions-0-terms": []})
        response = mine.post(url_of(project), typed)
        assert "egami</ins>" in words(response)
        answered(mine, response, project, "_continue")
        action.refresh_from_db()
        assert action.title == "Il mio titolo"
        assert not action.keywords.exists()

    def test_blocks_of_an_issue_are_kept(self, mine, anna):
        issue = make_issue(blocks=["text", "quotation"])
        typed = opened(mine, issue, **{"blocks_text-0-title": "Il mio blocco"})
        saved(anna, issue, **{"blocks_quotation-0-quotation": "La sua."})
        answered(mine, mine.post(url_of(issue), typed), issue, "_continue")
        found = issue.newsletter_block_set.order_by("ordering")
        assert [(b.title, b.quotation) for b in found] == [
            ("Il mio blocco", ""),
            ("", "La sua."),
        ]


def added_photo(photo):
    return {
        "photo_uses-TOTAL_FORMS": "3",
        "photo_uses-2-id": "",
        "photo_uses-2-photo": str(photo.pk),
        "photo_uses-2-alt": f"Che cosa si vede in {photo.pk}",
        "photo_uses-2-caption": "",
        "photo_uses-2-position": "9",
    }


class TestEveryForm:
    @pytest.mark.parametrize(
        ("make", "field"),
        [
            (make_story, "title"),
            (make_photo, "title"),
            (make_page, "title"),
            (lambda: make_issue(), "title"),
        ],
        ids=["story", "photo", "page", "issue"],
    )
    def test_what_has_no_version_is_guarded_too(self, mine, anna, make, field):
        row = make()
        typed = opened(mine, row, **{field: "Il mio"})
        saved(anna, row, **{field: "Il suo"})
        response = mine.post(url_of(row), typed)
        assert response.status_code == STALE
        assert "<del>suo</del>" in words(response)
        answered(mine, response, row, "_continue")
        row.refresh_from_db()
        assert getattr(row, field) == "Il mio"

    def test_a_form_that_names_no_version_overwrites_nothing(self, mine, chronicle):
        sent = opened(mine, chronicle, title="Altro", _seen=None)
        assert mine.post(url_of(chronicle), sent).status_code == STALE

    @pytest.mark.parametrize("base", FORGED)
    def test_a_forged_base_is_ignored(self, mine, anna, chronicle, base):
        typed = opened(mine, chronicle, title="La mia", _base=base)
        saved(anna, chronicle, title="La sua")
        assert mine.post(url_of(chronicle), typed).status_code == STALE

    def test_saving_twice_what_was_opened_once_meets_oneself(self, mine, chronicle):
        typed = opened(mine, chronicle, title="Prima")
        mine.post(url_of(chronicle), typed)
        response = mine.post(url_of(chronicle), typed)
        assert response.status_code == STALE
        assert "hai salvato «Prima» in un’altra scheda" in words(response)

    def test_what_was_deleted_meanwhile_can_be_saved_as_new(self, mine, chronicle):
        typed = opened(mine, chronicle, title="Da non perdere")
        Chronicle.objects.all().delete()
        response = mine.post(url_of(chronicle), typed)
        assert response.status_code == STALE
        sent = {k: v for k, v in form_of(response).items() if k not in BUTTONS}
        form = mine.post(admin_url(Chronicle, "add"), sent | {"_resume": "form"})
        again = mine.post(admin_url(Chronicle, "add"), form_of(form))
        assert errors_of(again) == []
        assert Chronicle.objects.get().photo_uses.count() == 2

    def test_who_may_not_change_it_learns_nothing(self, chronicle):
        reader = make_user("legge", is_staff=True)
        reader.user_permissions.add(Permission.objects.get(codename="view_chronicle"))
        client = Client()
        client.force_login(reader)
        response = client.post(url_of(chronicle), {"_seen": "0", "title": "x"})
        assert response.status_code in (302, 403, 404)


class TestCopies:
    """What the models' tests rely on: the classes named here have a form."""

    @pytest.mark.parametrize("model", [Chronicle, FlatPage, Issue, Photo, Project])
    def test_add_forms_carry_no_version(self, mine, model):
        assert form_of(mine.get(admin_url(model, "add")))["_seen"] == [""]

    def test_a_story_opened_and_saved_meets_nobody(self, mine):
        story = make_story()
        saved(mine, story, title="Nuova")
        assert Story.objects.get().title == "Nuova"
