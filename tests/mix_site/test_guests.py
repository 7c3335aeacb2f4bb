"""A page before its time, seen with a link and without an account."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from editorial.preview_links import MOST_ANSWERS, PreviewAnswer, PreviewLink
from editorial.publishing import State
from editorial.roles import REDAZIONE
from editorial.workflow import move
from tests import builders
from tests.admin import form_of
from tests.html import Page
from tests.roles import make_member

pytestmark = pytest.mark.django_db

GOOD, CHANGE = PreviewAnswer.Verdict.GOOD, PreviewAnswer.Verdict.CHANGE
PRIVATE = {
    "X-Robots-Tag": "noindex, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store, private",
}


@pytest.fixture
def project():
    return builders.make_project(lot=1)


@pytest.fixture
def writer(project):
    return builders.make_user("scrive", [project], email="scrive@mix.example")


@pytest.fixture
def draft(project, writer):
    return builders.make_chronicle(
        project=project, title="Il cortile segreto", state=State.DRAFT
    )


@pytest.fixture
def link(draft):
    sender = builders.make_user("manda", email="manda@mix.example")
    return PreviewLink.objects.make(draft, sender)


def link_to(row):
    return PreviewLink.objects.make(row, None)


def visit(link, client=None):
    return (client or Client()).get(link.path)


def answer(link, client=None, headers=None, **values):
    """Fill in the form of the page, and send it as a browser does."""
    client = client or Client(enforce_csrf_checks=True)
    sent = form_of(visit(link, client), q=None) | {"verdict": GOOD, "name": "Ada"}
    headers = headers or {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    return client.post(link.path, sent | values, headers=headers)


class TestPage:
    def test_is_the_real_one_whatever_the_state(self, project, writer):
        for state in builders.HIDDEN_STATES.values():
            row = builders.make_chronicle(project=project, **state)
            response = visit(link_to(row))
            assert response.status_code == 200
            assert response.templates[0].name == "chronicles/chronicle_detail.html"
            assert row.title in response.content.decode()

    @pytest.mark.parametrize(
        "make",
        [
            builders.make_project,
            builders.make_place,
            builders.make_event,
            builders.make_chronicle,
            builders.make_issue,
        ],
    )
    def test_exists_for_everything_that_has_a_page(self, make):
        values = {"lot": 2} if make is builders.make_project else {}
        page = Page(visit(link_to(make(state=State.DRAFT, **values))).content.decode())
        assert page.faults == []
        assert "Anteprima: questa pagina non è pubblica." in page.texts("p")

    def test_says_state_and_end(self, link, draft):
        words = visit(link).content.decode()
        assert "Stato: Bozza." in words
        assert "Anteprima: " in Page(words).texts("title")[0]

    def test_says_when_the_scheduled_will_be_seen(self, project):
        row = builders.make_chronicle(
            project=project, published_at=builders.rome(2099, 3, 25, 9)
        )
        assert "dal 25 marzo 2099 alle 9:00" in visit(link_to(row)).content.decode()

    def test_is_kept_and_found_by_nobody(self, link):
        response = visit(link)
        assert {name: response[name] for name in PRIVATE} == PRIVATE
        page = Page(response.content.decode())
        robots = [m for m in page.all("meta") if m.get("name") == "robots"]
        assert [m.get("content") for m in robots] == ["noindex, noarchive"]
        assert "canonical" not in page.values("rel")
        assert "og:title" not in page.values("property")

    def test_offers_nothing_to_share(self, link):
        assert "share" not in Page(visit(link).content.decode()).values("class")

    def test_sets_no_cookie(self, link):
        client = Client()
        assert not visit(link, client).cookies
        assert not answer(link, client).cookies

    def test_has_the_strict_policy(self, link):
        policy = visit(link)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy

    def test_shows_only_photos_that_may_be_shown(self, draft, project):
        shown = builders.make_photo(project=project)
        hidden = builders.make_photo(project=project, people="minors", title="Nascosta")
        builders.add_photo(draft, shown)
        builders.add_photo(draft, hidden)
        words = visit(link_to(draft)).content.decode()
        assert shown.key in words
        assert hidden.key not in words
        assert "Una foto non si vede ancora." in words
        assert "Nascosta" not in words

    def test_of_an_instalment_counts_it(self, project):
        story = builders.make_story(project=project)
        builders.make_chronicle(project=project, story=story)
        last = builders.make_chronicle(project=project, story=story, state=State.DRAFT)
        assert "puntata 2 di 2" in visit(link_to(last)).content.decode()

    def test_of_a_project_shows_what_hangs_on_it(self):
        project = builders.make_project(lot=3, state=State.DRAFT)
        builders.make_place(project=project, name="Il giardino")
        builders.make_place(project=project, name="Non ancora", state=State.DRAFT)
        builders.make_chronicle(project=project, title="La festa")
        words = visit(link_to(project)).content.decode()
        assert "Il giardino" in words
        assert "La festa" in words
        assert "Non ancora" not in words

    def test_tells_no_other_draft(self, link, project):
        builders.make_chronicle(project=project, title="Altra", state=State.REVIEW)
        assert "Altra" not in visit(link).content.decode()

    def test_makes_nothing_public(self, link, draft):
        visit(link)
        draft.refresh_from_db()
        assert (draft.state, draft.published_at) == (
            State.DRAFT,
            builders.PUBLISHED_AT,
        )
        assert Client().get(draft.get_absolute_url()).status_code == 404


def assert_over(response, status):
    assert response.status_code == status
    assert {name: response[name] for name in PRIVATE} == PRIVATE
    words = response.content.decode()
    assert "Questo link non porta a niente" in words
    assert "segreto" not in words


class TestLink:
    def test_cannot_be_guessed_from_the_code(self, link):
        assert_over(Client().get(f"/anteprima/{link.code}/"), 404)

    @pytest.mark.parametrize("token", ["x", "a.b", ".", "%ff", "%F0%9F%98%80", "à.ò"])
    def test_that_nobody_made_is_a_404(self, token):
        assert_over(Client().get(f"/anteprima/{token}/"), 404)

    def test_ends_by_itself(self, link):
        wanted = timezone.now() + timedelta(days=settings.PREVIEW_LINK_DAYS)
        assert abs(link.expires_at - wanted) < timedelta(minutes=1)
        PreviewLink.objects.update(expires_at=timezone.now())
        assert_over(visit(link), 410)

    def test_can_be_taken_back(self, link):
        link.revoke(None)
        assert_over(visit(link), 410)
        assert_over(Client().post(link.path, {"verdict": GOOD}), 410)
        assert_over(Client().get(f"{link.path}grazie/"), 410)

    def test_of_what_was_deleted_is_over(self, link, draft):
        draft.delete()
        assert_over(visit(link), 410)

    def test_of_before_a_withdrawal_stays_over(self, link, draft):
        editor = make_member(REDAZIONE)
        for state in (State.PUBLISHED, State.WITHDRAWN, State.DRAFT):
            move(draft, state, editor)
        assert_over(visit(link), 410)
        assert visit(link_to(draft)).status_code == 200

    def test_is_over_https_and_on_our_host(self, link):
        parts = urlsplit(link.address)
        assert f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL
        assert parts.path == link.path


class TestAnswer:
    def test_is_recorded_once_and_thanked(self, link, draft):
        for _ in range(2):
            response = answer(link, verdict=CHANGE, name="Ada", note="Manca la data")
            assert response.status_code == 302
        assert response["Location"] == f"{link.path}grazie/"
        assert {name: response[name] for name in PRIVATE} == PRIVATE
        (said,) = link.answers.all()
        assert (said.verdict, said.name, said.note) == (CHANGE, "Ada", "Manca la data")
        assert said.version == draft.version

    def test_thanks_without_telling_for_what(self, link):
        words = Client().get(f"{link.path}grazie/").content.decode()
        assert "Grazie" in words
        assert "segreto" not in words

    def test_changes_no_state(self, link, draft):
        answer(link, verdict=CHANGE, note="Manca la data")
        draft.refresh_from_db()
        assert draft.state == State.DRAFT

    def test_reaches_team_and_sender(self, link, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            answer(link, verdict=CHANGE, name="Ada\nBcc: x", note="Manca la data")
        assert sorted(message.to for message in mail.outbox) == [
            ["manda@mix.example"],
            ["scrive@mix.example"],
        ]
        (text, _) = [message.body for message in mail.outbox]
        assert "Manca la data" in text
        assert "Ada Bcc: x ha visto" in text
        assert "/redazione/chronicles/chronicle/" in text

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"verdict": ""}, "Scegli una delle due risposte."),
            ({"name": " "}, "Scrivi il tuo nome"),
            ({"verdict": CHANGE, "note": " "}, "Scrivi che cosa va cambiato"),
            ({"name": "n" * 81}, "80"),
            ({"note": "\x00"}, "null"),
            ({"stamp": "x"}, "È passato molto tempo"),
            ({"verdict": "boh"}, "boh"),
        ],
    )
    def test_that_is_wrong_loses_nothing(self, link, values, words):
        response = answer(link, **({"note": "La mia nota"} | values))
        said = response.content.decode()
        assert response.status_code == 200
        assert words in said
        assert "note" in values or "La mia nota" in said
        assert not link.answers.exists()

    def test_with_an_old_stamp_asks_again(self, link, monkeypatch):
        monkeypatch.setattr("mix_site.guests.forms.STAMP_AGE", -1)
        assert "È passato molto tempo" in answer(link).content.decode()
        assert not link.answers.exists()

    def test_with_the_stamp_of_another_link_is_refused(self, link, draft):
        other = link_to(draft)
        stamp = form_of(visit(other))["stamp"]
        answer(link, stamp=stamp)
        assert not link.answers.exists()

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "null"},
            {"Origin": "https://altrove.example"},
        ],
    )
    def test_from_another_site_is_refused(self, link, headers):
        response = answer(link, headers=headers, note="La mia nota")
        assert "mandala ancora da qui" in response.content.decode()
        assert "La mia nota" in response.content.decode()
        assert not link.answers.exists()

    @pytest.mark.parametrize(
        "headers", [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "none"}]
    )
    def test_from_our_own_page_is_taken(self, link, headers):
        answer(link, headers=headers)
        assert link.answers.count() == 1

    def test_of_a_machine_is_thanked_and_forgotten(self, link):
        response = answer(link, website="https://altrove.example")
        assert response["Location"] == f"{link.path}grazie/"
        assert not link.answers.exists()

    def test_beyond_the_last_finds_the_form_shut(self, link, draft):
        PreviewAnswer.objects.bulk_create(
            PreviewAnswer(link=link, verdict=GOOD, name=f"N {number}", version=1)
            for number in range(MOST_ANSWERS - 1)
        )
        sent = form_of(visit(link), q=None) | {"verdict": GOOD, "name": "Ada"}
        assert answer(link, name="Bea").status_code == 302
        words = Client().post(link.path, sent).content.decode()
        assert "hanno già risposto in tanti" in words
        assert "<textarea" not in words
        assert link.answers.count() == MOST_ANSWERS
