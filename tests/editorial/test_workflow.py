"""The moves of a text, in the model: which there are, who may, what they need."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.utils import timezone

from chronicles.models import Chronicle
from editorial.publishing import State, StateNotMoved
from editorial.roles import AMMINISTRAZIONE, EQUIPE, REDAZIONE
from editorial.transitions import Transition
from editorial.workflow import (
    SCHEDULED,
    VERBS,
    Incomplete,
    NotTheirs,
    Refused,
    move,
    verbs_for,
)
from tests import builders
from tests.builders import FAR_AHEAD, PUBLISHED_AT, make_chronicle, make_user, rome
from tests.roles import make_member

pytestmark = pytest.mark.django_db

IN_STATE = {
    State.DRAFT: {"state": State.DRAFT, "published_at": None},
    State.REVIEW: {"state": State.REVIEW, "published_at": None},
    State.CHANGES: {"state": State.CHANGES, "published_at": None},
    SCHEDULED: {"published_at": FAR_AHEAD},
    State.PUBLISHED: {},
    State.WITHDRAWN: {"state": State.WITHDRAWN},
}
DRAFT = IN_STATE[State.DRAFT]


@pytest.fixture
def project():
    return builders.make_project(lot=1)


@pytest.fixture
def editor():
    return make_member(REDAZIONE, "bea", first_name="Bea", email="bea@example.org")


@pytest.fixture
def anna(project):
    return make_member(
        EQUIPE, "anna", [project], first_name="Anna", email="anna@example.org"
    )


def stored(row):
    return type(row).objects.get(pk=row.pk)


class TestWhichMovesThereAre:
    @pytest.mark.parametrize(
        ("stands", "verbs"),
        [
            (State.DRAFT, ["hand-in", "publish", "schedule"]),
            (State.REVIEW, ["publish", "schedule", "ask"]),
            (State.CHANGES, ["hand-in", "publish", "schedule"]),
            (SCHEDULED, ["publish", "schedule", "ask", "to-draft"]),
            (State.PUBLISHED, ["withdraw"]),
            (State.WITHDRAWN, ["publish", "schedule", "to-draft"]),
        ],
    )
    def test_the_redazione_has_these(self, editor, stands, verbs):
        row = make_chronicle(**IN_STATE[stands])
        assert [verb.name for verb in verbs_for(editor, row)] == verbs
        for verb in VERBS.values():
            reached = stands == State.PUBLISHED and verb.to == State.PUBLISHED
            if verb.name in verbs or reached or verb.to == stands:
                continue
            with pytest.raises(Refused):
                move(row, verb.to, editor, note="Perché")
            assert stored(row).state == row.state

    @pytest.mark.parametrize("stands", IN_STATE)
    def test_an_equipe_hands_in_and_nothing_else(self, anna, project, stands):
        row = make_chronicle(project=project, **IN_STATE[stands])
        may = stands in (State.DRAFT, State.CHANGES)
        assert [v.name for v in verbs_for(anna, row)] == ["hand-in"] * may
        for to in set(State) - {State.REVIEW}:
            with pytest.raises(NotTheirs):
                move(row, to, anna, note="Perché")
        assert stored(row).state == row.state

    def test_nobody_hands_in_for_another_project(self, anna):
        row = make_chronicle(project=builders.make_project(lot=2), **DRAFT)
        with pytest.raises(NotTheirs):
            move(row, State.REVIEW, anna)

    @pytest.mark.parametrize("role", [AMMINISTRAZIONE, EQUIPE])
    def test_other_roles_publish_nothing(self, role):
        with pytest.raises(NotTheirs):
            move(make_chronicle(**DRAFT), State.PUBLISHED, make_member(role))

    def test_who_has_left_moves_nothing(self, anna, project):
        anna.is_active = False
        with pytest.raises(NotTheirs):
            move(make_chronicle(project=project, **DRAFT), State.REVIEW, anna)


class TestStateWrittenByHand:
    def test_is_refused_by_the_model(self):
        row = stored(make_chronicle(**DRAFT))
        row.state = State.PUBLISHED
        with pytest.raises(StateNotMoved):
            row.save()
        assert stored(row).state == State.DRAFT

    def test_is_refused_after_a_second_look(self):
        row = make_chronicle(**DRAFT)
        Chronicle.objects.update(state=State.REVIEW)
        row.refresh_from_db()
        row.save()
        row.state = State.PUBLISHED
        with pytest.raises(StateNotMoved):
            row.save()


class TestMove:
    def test_is_written_with_who_and_when(self, anna, project):
        row = make_chronicle(project=project, **DRAFT)
        done = move(row, State.REVIEW, anna)
        assert row.state == stored(row).state == State.REVIEW
        assert Transition.objects.of(row).get() == done
        assert (done.before, done.after, done.by) == ("draft", "review", anna)

    def test_reads_as_a_sentence(self, anna, project):
        row = make_chronicle(project=project, **DRAFT)
        done = move(row, State.REVIEW, anna)
        done.at = rome(2018, 3, 12, 10, 30)
        assert str(done) == "12 marzo 2018, 10:30 · Anna ha mandato in redazione"

    def test_is_a_new_version(self, editor):
        row = make_chronicle(**DRAFT)
        version = row.version
        move(row, State.PUBLISHED, editor)
        assert stored(row).version == row.version == version + 1

    def test_made_twice_is_made_once(self, editor):
        row = make_chronicle(**DRAFT)
        for _ in range(2):
            move(row, State.PUBLISHED, editor)
        assert Transition.objects.count() == 1

    def test_does_not_swallow_a_second_request(self, editor):
        row = make_chronicle(**IN_STATE[State.REVIEW])
        move(row, State.CHANGES, editor, note="Il titolo")
        assert move(row, State.CHANGES, editor, note="Il titolo") is None
        with pytest.raises(Refused, match="ora è «Da correggere»"):
            move(row, State.CHANGES, editor, note="La data")

    def test_of_what_was_deleted_is_refused(self, editor):
        row = make_chronicle(**DRAFT)
        Chronicle.objects.all().delete()
        with pytest.raises(Refused, match="eliminata"):
            move(row, State.PUBLISHED, editor)

    def test_keeps_a_text_that_is_not_saved_yet(self, editor):
        row = make_chronicle(title="Prima", **DRAFT)
        row.title = "Dopo"
        move(row, State.PUBLISHED, editor)
        assert (row.title, stored(row).title) == ("Dopo", "Prima")


class TestMoment:
    def test_is_now(self, editor):
        row, before = make_chronicle(**DRAFT), timezone.now()
        move(row, State.PUBLISHED, editor)
        assert before <= row.published_at <= timezone.now()

    def test_of_the_first_time_is_kept(self, editor):
        row = make_chronicle()
        move(row, State.WITHDRAWN, editor)
        move(row, State.PUBLISHED, editor)
        assert stored(row).published_at == PUBLISHED_AT

    def test_may_be_chosen(self, editor):
        row = make_chronicle(**DRAFT)
        done = move(row, State.PUBLISHED, editor, at=FAR_AHEAD)
        assert stored(row).is_scheduled
        assert done.done == (
            "ha programmato l’uscita dal 1° gennaio 2099 alle 10:00, ora italiana"
        )

    def test_comes_without_anything_that_runs(self, editor):
        row, at = make_chronicle(**DRAFT), timezone.now() + timedelta(days=1)
        move(row, State.PUBLISHED, editor, at=at)
        assert row not in Chronicle.objects.published()
        assert row in Chronicle.objects.published(at=at)

    def test_may_be_put_off_and_brought_forward(self, editor):
        row = make_chronicle(published_at=FAR_AHEAD)
        move(row, State.PUBLISHED, editor, at=FAR_AHEAD.replace(month=3))
        assert stored(row).published_at == FAR_AHEAD.replace(month=3)
        move(row, State.PUBLISHED, editor)
        assert stored(row).is_published

    def test_that_never_came_is_forgotten(self, editor):
        row = make_chronicle(published_at=FAR_AHEAD)
        move(row, State.DRAFT, editor)
        assert stored(row).published_at is None

    def test_of_another_century_is_refused(self, editor):
        with pytest.raises(Refused, match="Controlla l’anno"):
            move(make_chronicle(**DRAFT), State.PUBLISHED, editor, at=rome(1918, 3, 1))


class TestCompleteness:
    @pytest.mark.parametrize("to", [State.REVIEW, State.PUBLISHED])
    def test_is_asked_for_at_the_door(self, editor, to):
        row = make_chronicle(rubrics=[], body="", **DRAFT)
        with pytest.raises(Incomplete) as refused:
            move(row, to, editor)
        assert [name for name, _ in refused.value.missing] == ["body", "main_rubric"]
        assert stored(row).state == State.DRAFT

    def test_is_not_asked_to_go_back(self, editor):
        row = make_chronicle(body="", **IN_STATE[State.REVIEW])
        move(row, State.CHANGES, editor, note="Manca il testo")
        assert stored(row).state == State.CHANGES

    def test_needs_no_standfirst(self):
        row = make_chronicle(rubrics=["persone-e-storie"], standfirst="")
        assert row.missing() == []

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"alt": ""}, "alt"),
            ({"alt": "IMG_1234"}, "alt"),
            ({"alt": "La festa", "caption": "la festa"}, "alt"),
            ({"alt": "", "is_decorative": True}, None),
        ],
    )
    def test_of_a_photo_is_what_is_seen_in_it(self, values, field):
        row = make_chronicle()
        builders.add_photo(row, builders.make_photo(), **values)
        found = [name for name, _ in row.missing()]
        assert found == ([f"photo_uses-0-{field}"] if field else [])

    def test_of_a_face_is_a_release(self):
        row = make_chronicle()
        builders.add_photo(row, builders.make_photo(people="minors"))
        assert [name for name, _ in row.missing()] == ["photo_uses-0-release"]

    def test_of_a_place_and_a_project_asks_what_is_seen(self):
        photo = builders.make_photo()
        place = builders.make_place(photo_before=photo, kind="")
        assert [name for name, _ in place.missing()] == ["kind", "alt_before"]
        photo.project.cover = photo
        assert [name for name, _ in photo.project.missing()] == ["cover_alt"]


class TestNotices:
    def test_handing_in_tells_the_redazione(
        self, anna, editor, project, mailoutbox, django_capture_on_commit_callbacks
    ):
        make_member(REDAZIONE, "via", email="via@example.org", is_active=False)
        row = make_chronicle(project=project, title="L’orto & noi", **DRAFT)
        with django_capture_on_commit_callbacks(execute=True):
            move(row, State.REVIEW, anna)
        (mail,) = mailoutbox
        assert (mail.to, mail.subject) == (
            ["bea@example.org"],
            "Da leggere: L’orto & noi",
        )
        assert "Anna ha mandato in redazione «L’orto & noi»" in mail.body
        form = f"https://www.progettomix.it/redazione/chronicles/chronicle/{row.pk}/"
        assert form in mail.body

    def test_a_request_reaches_team_and_author_with_its_note(
        self, anna, editor, project, mailoutbox, django_capture_on_commit_callbacks
    ):
        guest = make_user("ospite", email="ospite@example.org", is_superuser=True)
        row = make_chronicle(project=project, **DRAFT)
        move(row, State.REVIEW, guest)
        with django_capture_on_commit_callbacks(execute=True):
            move(row, State.CHANGES, editor, note="Chi è Ugo?")
        to = [mail.to for mail in mailoutbox]
        assert to == [["anna@example.org"], ["ospite@example.org"]]
        assert "Bea scrive:\n\nChi è Ugo?\n" in mailoutbox[0].body

    def test_a_request_needs_words(self, editor):
        row = make_chronicle(**IN_STATE[State.REVIEW])
        with pytest.raises(Refused) as refused:
            move(row, State.CHANGES, editor, note=" \n")
        assert refused.value.field == "note"


def telling(client, addresses, row):
    """Return those of the `addresses` whose page leads to `row`."""
    link = row.get_absolute_url().encode()
    return [address for address in addresses if link in client.get(address).content]


def test_what_is_withdrawn_leaves_every_page(
    client, editor, django_capture_on_commit_callbacks
):
    story = builders.make_story(slug="orto")
    with django_capture_on_commit_callbacks(execute=True):
        row = make_chronicle(title="Segretissima", slug="orto-1", story=story)
        make_chronicle(story=story)
    issue = builders.make_issue([{"kind": "chronicle", "chronicle": row}])
    builders.make_home(featured=[row])
    addresses = [
        "/",
        "/feed/",
        "/sitemap.xml",
        "/cronache/",
        "/cronache/storie/orto/",
        "/cronache/rubriche/racconti/",
        "/cerca/?q=segretissima",
        issue.get_absolute_url(),
        row.project.get_absolute_url(),
    ]
    assert telling(client, addresses, row) == addresses
    with django_capture_on_commit_callbacks(execute=True):
        move(row, State.WITHDRAWN, editor)
    assert telling(client, addresses, row) == []
    assert client.get(row.get_absolute_url()).status_code == 410


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """On PostgreSQL the rows are locked, on SQLite the whole file."""

    @pytest.fixture
    def editors(self):
        Group.objects.get_or_create(name=REDAZIONE)
        return [make_member(REDAZIONE, name) for name in ("bea", "carla")]

    def both(self, row, *moves):
        """Make these moves in threads that start together; return what came out."""
        gate, found = threading.Barrier(len(moves)), []

        def act(to, user, note):
            try:
                own = Chronicle.objects.get(pk=row.pk)
                gate.wait(timeout=10)
                found.append(move(own, to, user, note=note))
            except Refused as refusal:
                found.append(refusal)
            finally:
                connections[connection.alias].close()

        threads = [threading.Thread(target=act, args=one) for one in moves]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return found

    @pytest.mark.parametrize(
        ("values", "asked"),
        [
            (IN_STATE[State.REVIEW], [State.PUBLISHED, State.CHANGES]),
            (IN_STATE[State.WITHDRAWN], [State.PUBLISHED, State.DRAFT]),
            (IN_STATE[State.PUBLISHED], [State.WITHDRAWN, State.PUBLISHED]),
        ],
    )
    def test_each_move_starts_where_the_last_one_ended(self, editors, values, asked):
        row = make_chronicle(**values)
        pairs = zip(asked, editors, strict=True)
        found = self.both(row, *((to, user, "Perché") for to, user in pairs))
        steps = Transition.objects.order_by("pk")
        states = [row.state, *(step.after for step in steps)]
        assert [step.before for step in steps] == states[:-1]
        assert stored(row).state == states[-1]
        assert len(found) == 2

    def test_publishing_twice_is_publishing(self, editors):
        row = make_chronicle(**IN_STATE[State.REVIEW])
        found = self.both(row, *((State.PUBLISHED, user, "") for user in editors))
        assert Transition.objects.count() == 1
        assert [type(one) for one in found if one] == [Transition]
