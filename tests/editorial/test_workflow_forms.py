"""The way of a text at the desk: buttons, one list of what is missing, the record."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from chronicles.models import Chronicle, Rubric
from editorial.addresses import FormerSlug
from editorial.publishing import State
from editorial.roles import EQUIPE, REDAZIONE
from editorial.transitions import Transition
from editorial.workflow import move
from newsletter.models import Issue
from projects.models import Event, Place, Project
from tests import builders
from tests.admin import admin_url, errors_of, form_of
from tests.builders import FAR_AHEAD, PUBLISHED_AT, make_chronicle, rome
from tests.roles import client_of, make_member

pytestmark = pytest.mark.django_db

DRAFT = {"state": State.DRAFT, "published_at": None}
REVIEW = {"state": State.REVIEW, "published_at": None}
ASKING = ["Chiedi una modifica", "Salva", "Pubblica", "Programma"]


@pytest.fixture
def project():
    return builders.make_project(lot=1)


@pytest.fixture
def anna(project):
    return make_member(EQUIPE, "anna", [project], first_name="Anna")


@pytest.fixture
def bea():
    return make_member(REDAZIONE, "bea", first_name="Bea")


@pytest.fixture
def equipe(anna):
    return client_of(anna)


@pytest.fixture
def redazione(bea):
    return client_of(bea)


def url_of(row):
    return admin_url(type(row), "change", row.pk)


def press(client, row, verb="", **changes):
    """Open the form of `row`, change it and press a button; «Salva» without one."""
    button = {"_move": verb} if verb else {"_save": ""}
    return client.post(
        url_of(row), form_of(client.get(url_of(row)), **button, **changes)
    )


def buttons_of(response):
    button = r'<button type="submit"[^>]* name="_(?:move|save)"[^>]*>([^<]*)</button>'
    return re.findall(button, response.content.decode())


def said(response):
    return [str(message) for message in response.context["messages"]]


class TestButtons:
    @pytest.mark.parametrize(
        ("values", "labels"),
        [
            (DRAFT, ["Salva bozza", "Invia in redazione", "Pubblica", "Programma"]),
            (REVIEW, ASKING),
            ({}, ["Ritira dalla pubblicazione", "Salva"]),
            (
                {"published_at": FAR_AHEAD},
                [*ASKING, "Riporta in bozza"],
            ),
        ],
    )
    def test_name_the_state_they_lead_to(self, redazione, values, labels):
        page = redazione.get(url_of(make_chronicle(**values)))
        assert buttons_of(page) == labels

    def test_of_an_equipe_save_and_hand_in(self, equipe, project):
        labels = ["Salva bozza", "Invia in redazione"]
        row = make_chronicle(project=project, **DRAFT)
        assert buttons_of(equipe.get(url_of(row))) == labels
        assert buttons_of(equipe.get(admin_url(Chronicle, "add"))) == labels

    def test_are_none_while_the_redazione_reads(self, equipe, project):
        page = equipe.get(url_of(make_chronicle(project=project, **REVIEW)))
        assert buttons_of(page) == []
        assert "La redazione la sta leggendo" in page.content.decode()

    @pytest.mark.parametrize("model", [Chronicle, Event, Place, Project, Issue])
    def test_no_state_can_be_chosen(self, redazione, model):
        html = redazione.get(admin_url(model, "add")).content.decode()
        assert 'name="state"' not in html
        assert 'name="_addanother"' not in html

    def test_a_popup_has_one(self, redazione):
        html = redazione.get(f"{admin_url(Place, 'add')}?_popup=1").content.decode()
        assert 'name="_move"' not in html
        assert html.count('type="submit"') == 1 + html.count("logout-form")


class TestHandingIn:
    def test_saves_and_moves(self, equipe, anna, project):
        row = make_chronicle(project=project, **DRAFT)
        response = press(equipe, row, "hand-in", title="Si apre l’orto")
        row.refresh_from_db()
        assert (row.title, row.state) == ("Si apre l’orto", State.REVIEW)
        assert Transition.objects.of(row).get().by == anna
        page = equipe.get(response.url)
        assert said(page)[0].startswith("«Si apre l’orto» è in redazione.")

    def test_twice_says_that_it_is_there(self, equipe, project):
        row = make_chronicle(project=project, **DRAFT)
        data = form_of(equipe.get(url_of(row)), _move="hand-in")
        equipe.post(url_of(row), data)
        equipe.post(url_of(row), data)
        assert Transition.objects.count() == 1

    def test_what_is_read_takes_no_text(self, equipe, project):
        row = make_chronicle(project=project, title="Prima", **DRAFT)
        data = form_of(equipe.get(url_of(row)), _save="", title="Dopo")
        Chronicle.objects.update(state=State.REVIEW)
        response = equipe.post(url_of(row), data)
        assert "intanto è «In revisione»" in errors_of(response)[0]
        assert 'value="Dopo"' in response.content.decode()
        assert Chronicle.objects.get().title == "Prima"

    @pytest.mark.parametrize("verb", ["publish", "schedule", "withdraw", "to-draft"])
    def test_a_forged_button_is_refused(self, equipe, project, verb):
        row = make_chronicle(project=project, title="Prima", **DRAFT)
        changes = {"published_at": "2099-01-01T10:00", "state": "published"}
        response = press(equipe, row, verb, title="Dopo", **changes)
        assert response.status_code == 403
        row.refresh_from_db()
        assert (row.state, row.published_at, row.title) == ("draft", None, "Prima")

    def test_a_forged_state_is_nothing(self, equipe, project):
        row = make_chronicle(project=project, **DRAFT)
        press(equipe, row, state="published", published_at="2018-03-01T10:00")
        row.refresh_from_db()
        assert (row.state, row.published_at) == (State.DRAFT, None)


class TestDraft:
    def test_needs_a_title_and_a_project(self, equipe, project):
        url = admin_url(Chronicle, "add")
        given = {"title": "Si apre l’orto", "project": project.pk, "slug": ""}
        response = equipe.post(url, form_of(equipe.get(url), _save="", **given))
        row = Chronicle.objects.get()
        assert (row.slug, row.state) == ("si-apre-lorto", State.DRAFT)
        assert response.url == url_of(row)
        assert said(equipe.get(response.url)) == ["Salvato: «Si apre l’orto» (bozza)."]

    def test_finds_an_address_that_is_free(self, redazione, project):
        make_chronicle(slug="orto")
        taken = make_chronicle(slug="orto-3")
        kind = ContentType.objects.get_for_model(Chronicle)
        FormerSlug.objects.create(content_type=kind, object_id=taken.pk, slug="orto-2")
        url = admin_url(Chronicle, "add")
        given = {"title": "Orto", "project": project.pk, "slug": ""}
        redazione.post(url, form_of(redazione.get(url), _save="", **given))
        assert Chronicle.objects.filter(slug="orto-4").exists()

    def test_of_a_place_may_lack_its_words(self, redazione, project):
        row = builders.make_place(**DRAFT)
        press(redazione, row, kind="", summary="")
        row.refresh_from_db()
        assert (row.kind, row.summary) == ("", "")

    def test_loses_nothing_when_handed_in_too_soon(self, equipe, project):
        row = make_chronicle(project=project, rubrics=[], photos=2, **DRAFT)
        changes = {"title": "Appunti", "body": "", "photo_uses-1-alt": "foto"}
        response = press(equipe, row, "hand-in", **changes)
        page = equipe.get(response.url)
        row.refresh_from_db()
        assert (row.title, row.state) == ("Appunti", State.DRAFT)
        assert [id for id, _ in page.context["problems"]] == [
            "id_body",
            "id_main_rubric",
            "id_photo_uses-1-alt",
        ]
        html = page.content.decode()
        for id, sentence in page.context["problems"]:
            assert f'<a href="#{id}" data-field>{sentence}</a>' in html
            assert f'id="{id}"' in html

    def test_what_cannot_be_stored_is_in_the_same_list(self, equipe, project):
        row = make_chronicle(project=project, **DRAFT)
        response = press(equipe, row, title="", slug="trama")
        assert [id for id, _ in response.context["problems"]] == ["id_title", "id_slug"]


class TestRequest:
    def test_needs_a_note_and_keeps_the_rest(self, redazione):
        row = make_chronicle(title="Prima", **REVIEW)
        response = press(redazione, row, "ask", title="Dopo", note=" ")
        assert errors_of(response) == [
            "Scrivi che cosa va cambiato: l’equipe lo legge."
        ]
        assert 'value="Dopo"' in response.content.decode()
        row.refresh_from_db()
        assert (row.title, row.state) == ("Prima", State.REVIEW)

    def test_refuses_a_note_that_is_no_text(self, redazione):
        response = press(redazione, make_chronicle(**REVIEW), "ask", note="\x00")
        assert "null" in errors_of(response)[0]

    def test_stands_on_top_until_it_is_handed_in_again(
        self, redazione, equipe, project
    ):
        row = make_chronicle(project=project, **REVIEW)
        press(redazione, row, "ask", note="Chi è <Ugo>?")
        shown = equipe.get(url_of(row)).content.decode()
        top = shown.index("La redazione chiede una modifica")
        assert top < shown.index("Chi è &lt;Ugo&gt;?") < shown.index('id="id_title"')
        press(equipe, row, "hand-in")
        shown = equipe.get(url_of(row)).content.decode()
        assert "La redazione chiede una modifica" not in shown
        assert "Bea ha chiesto una modifica" in shown


class TestPublishing:
    def test_of_what_is_complete(self, redazione):
        row = make_chronicle(**REVIEW)
        page = redazione.get(press(redazione, row, "publish").url)
        row.refresh_from_db()
        assert row.is_public
        assert f'<a href="{row.get_absolute_url()}">Vedi la pagina</a>' in said(page)[0]

    def test_later_says_from_when(self, redazione):
        row = make_chronicle(title="Orto", **REVIEW)
        response = press(redazione, row, "schedule", published_at="2098-03-25T09:00")
        assert said(redazione.get(response.url)) == [
            "«Orto» si vedrà sul sito dal 25 marzo 2098 alle 9:00, ora italiana."
        ]
        html = redazione.get(url_of(row)).content.decode()
        assert "Si vedrà sul sito da sola, dal 25 marzo 2098 alle 9:00" in html

    @pytest.mark.parametrize(
        ("verb", "moment", "words"),
        [
            ("schedule", "", "Da quando si deve vedere?"),
            ("schedule", "2018-03-25T09:00", "Questo momento è già passato"),
            ("schedule", "2018-03-25T02:30", "Quell’ora non esiste"),
            ("publish", "2098-03-25T09:00", "È un momento futuro: premi «Programma»"),
            ("schedule", "domani", "Inserisci una data/ora valida"),
        ],
    )
    def test_refuses_a_moment_in_words(self, redazione, verb, moment, words):
        row = make_chronicle(title="Prima", **REVIEW)
        changes = {"published_at": moment, "title": "Dopo"}
        response = press(redazione, row, verb, **changes)
        assert words in errors_of(response)[0]
        assert 'value="Dopo"' in response.content.decode()
        row.refresh_from_db()
        assert (row.state, row.published_at) == (State.REVIEW, None)

    def test_now_of_what_was_put_off(self, redazione):
        row = make_chronicle(published_at=FAR_AHEAD)
        press(redazione, row, "publish")
        row.refresh_from_db()
        assert row.is_published

    def test_saving_another_moment_puts_it_off_on_record(self, redazione):
        row = make_chronicle(published_at=FAR_AHEAD)
        press(redazione, row, published_at="2099-02-01T10:00")
        row.refresh_from_db()
        assert row.published_at == rome(2099, 2, 1, 10)
        assert Transition.objects.of(row).get().is_scheduling

    def test_an_earlier_moment_may_be_given(self, redazione):
        row = make_chronicle(**REVIEW)
        press(redazione, row, "publish", published_at="2018-02-01T10:00")
        row.refresh_from_db()
        assert row.published_at == rome(2018, 2, 1, 10)

    def test_what_is_public_is_not_hidden_by_a_moment(self, redazione):
        row = make_chronicle()
        response = press(redazione, row, published_at="2099-02-01T10:00")
        assert "premi «Ritira dalla pubblicazione»" in errors_of(response)[0]

    def test_again_keeps_the_first_moment(self, redazione):
        row = make_chronicle()
        press(redazione, row, "withdraw", note="Lo chiede Ugo")
        html = redazione.get(url_of(row)).content.decode()
        assert "legge che la pagina è stata ritirata" in html
        press(redazione, row, "publish", published_at="")
        row.refresh_from_db()
        assert (row.state, row.published_at) == (State.PUBLISHED, PUBLISHED_AT)

    def test_says_when_the_project_hides_it(self, redazione):
        row = make_chronicle(project=builders.make_project(lot=2, **DRAFT))
        html = redazione.get(url_of(row)).content.decode()
        assert "il suo progetto non è pubblico" in html


class TestWhatIsPublic:
    def test_is_not_saved_worse_than_it_was(self, redazione):
        row = make_chronicle(title="Prima")
        response = press(redazione, row, title="Dopo", body="")
        assert errors_of(response) == ["Non è stata salvata: è già pubblicata."]
        assert response.context["problems"] == [("id_body", "Scrivi il testo.")]
        assert 'value="Dopo"' in response.content.decode()
        assert Chronicle.objects.get().title == "Prima"
        history = redazione.get(admin_url(Chronicle, "history", row.pk))
        assert history.context["action_list"] == []

    def test_may_be_corrected_although_it_lacks_something(self, redazione):
        row = make_chronicle(body="", title="Prima")
        press(redazione, row, title="Dopo")
        assert Chronicle.objects.get().title == "Dopo"

    def test_is_not_changed_by_its_equipe(self, equipe, project):
        row = make_chronicle(project=project, title="Prima")
        data = {"_save": "", "title": "Dopo", "project": project.pk, "slug": row.slug}
        equipe.post(url_of(row), data)
        assert Chronicle.objects.get().title == "Prima"


class TestHistory:
    def test_of_texts_brings_no_state_back(self, redazione):
        row = make_chronicle(title="Uno", **DRAFT)
        press(redazione, row)
        press(redazione, row, "publish", title="Due")
        history = redazione.get(admin_url(Chronicle, "history", row.pk))
        oldest = history.context["action_list"][-1]["url"]
        redazione.post(oldest, form_of(redazione.get(oldest)))
        row.refresh_from_db()
        assert (row.title, row.is_published) == ("Uno", True)

    def test_what_comes_back_from_the_bin_is_a_draft(self, redazione):
        row = make_chronicle()
        press(redazione, row)
        row.delete()
        bin_ = redazione.get(admin_url(Chronicle, "recoverlist"))
        url = admin_url(Chronicle, "recover", bin_.context["deleted"][0].pk)
        redazione.post(url, form_of(redazione.get(url)))
        back = Chronicle.objects.get()
        assert (back.state, back.published_at) == (State.DRAFT, PUBLISHED_AT)

    def test_of_moves_is_in_the_form(self, redazione, anna, project):
        row = make_chronicle(project=project, **DRAFT)
        done = move(row, State.REVIEW, anna)
        Transition.objects.update(at=rome(2018, 3, 12, 10, 30))
        html = redazione.get(url_of(row)).content.decode()
        assert "12 marzo 2018, 10:30 · Anna ha mandato in redazione" in html
        assert done.by == anna


def test_a_rubric_of_the_form_is_enough(redazione, project):
    """What was just typed counts, not what was loaded before it."""
    row = make_chronicle(project=project, rubrics=[], **DRAFT)
    rubric = Rubric.objects.get(slug="spazi").pk
    press(redazione, row, "publish", main_rubric=str(rubric))
    row.refresh_from_db()
    assert row.is_published


def test_strangers_move_nothing():
    row = make_chronicle(**DRAFT)
    Client().post(url_of(row), {"_move": "publish"})
    row.refresh_from_db()
    assert row.state == State.DRAFT
