"""The first page of the desk: what each role finds there."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from editorial.publishing import State
from editorial.roles import REDAZIONE
from editorial.workflow import move
from mix_site.desk.boards import (
    OF_A_PROJECT,
    SHOWN,
    board_of,
    editors_board,
    team_board,
    waiting,
)
from mix_site.desk.coverage import coverage
from projects.models import Project
from tests import builders
from tests.html import Page

pytestmark = pytest.mark.django_db


def ago(**values):
    return timezone.now() - timedelta(**values)


def titles(lines):
    return [line.title for line in lines]


@pytest.fixture
def project():
    return builders.make_project(2)


@pytest.fixture
def editor():
    user = builders.make_user("giulia", is_staff=True, email="giulia@example.org")
    user.groups.add(Group.objects.get_or_create(name=REDAZIONE)[0])
    return user


@pytest.fixture
def writer(project):
    return builders.make_user(
        "karim", projects=[project], is_staff=True, email="karim@example.org"
    )


class TestWhoFindsWhat:
    def test_the_redazione_finds_its_board(self, editor):
        assert "_board_editors" in board_of(editor)[0]

    def test_a_team_finds_its_own(self, writer):
        assert "_board_team" in board_of(writer)[0]

    def test_who_has_no_project_finds_none(self, project):
        assert board_of(builders.make_user("nuova", is_staff=True)) is None

    def test_the_first_page_shows_it(self, client, editor, project):
        builders.make_chronicle(project=project, state=State.REVIEW, title="Il muro")
        client.force_login(editor)
        page = Page(client.get(reverse("admin:index")).content.decode())
        assert "Il muro" in page.texts("a")
        assert "Chi si è sentito, chi no" in page.texts("h2")

    def test_a_team_is_offered_a_new_chronicle(self, client, writer):
        client.force_login(writer)
        page = client.get(reverse("admin:index")).content.decode()
        assert reverse("admin:chronicles_chronicle_add") in page
        assert "Nuova cronaca" in page


class TestEditors:
    def test_who_waits_longest_is_first(self, project):
        for days, title in ((1, "Nuova"), (9, "Vecchia")):
            row = builders.make_chronicle(
                project=project, title=title, state=State.REVIEW
            )
            type(row).objects.filter(pk=row.pk).update(updated_at=ago(days=days))
        event = builders.make_event(project=project, title="Festa", state=State.REVIEW)
        assert titles(editors_board()["inbox"].lines) == [
            "Vecchia",
            "Nuova",
            str(event),
        ]

    def test_what_is_handed_in_says_since_when(self, project):
        row = builders.make_chronicle(project=project, state=State.REVIEW)
        type(row).objects.filter(pk=row.pk).update(updated_at=ago(days=9))
        assert editors_board()["inbox"].lines[0].when == "9 giorni fa"

    def test_scheduled_rows_stand_under_their_day(self, project):
        at = builders.rome(2098, 3, 25, 9, 30)
        builders.make_chronicle(project=project, title="Domani", published_at=at)
        builders.make_chronicle(project=project, title="Uscita")
        [(day, lines)] = editors_board()["days"]
        assert (day, titles(lines), lines[0].when) == (
            "25 marzo 2098",
            ["Domani"],
            "9:30",
        )

    @pytest.mark.parametrize(("days", "shown"), [(10, True), (60, False), (-60, False)])
    def test_releases_that_end_soon(self, project, days, shown):
        ends = timezone.localdate() + timedelta(days=days)
        builders.make_release(project=project, valid_until=ends)
        assert bool(editors_board()["releases"]) is shown

    def test_a_withdrawn_release_needs_nothing(self, project):
        ends = timezone.localdate() + timedelta(days=3)
        builders.make_release(
            project=project, valid_until=ends, withdrawn_at=ago(days=1)
        )
        assert editors_board()["releases"] == []

    @pytest.mark.parametrize(("days", "shown"), [(44, False), (46, True)])
    def test_stories_that_have_stopped(self, project, days, shown):
        story = builders.make_story(project=project)
        builders.make_chronicle(
            project=project, story=story, published_at=ago(days=days)
        )
        assert bool(editors_board()["stories"]) is shown

    def test_a_concluded_story_has_not_stopped(self, project):
        builders.make_story(project=project, is_concluded=True)
        assert editors_board()["stories"] == []

    def test_what_an_issue_tells_is_told(self, project):
        told = builders.make_chronicle(project=project, title="Detta")
        builders.make_chronicle(project=project, title="Da dire")
        issue = builders.make_issue()
        builders.make_block("chronicle", parent=issue, chronicle=told)
        assert titles(editors_board()["untold"]) == ["Da dire"]

    def test_queries_do_not_grow_with_the_chronicles(
        self, project, django_assert_max_num_queries
    ):
        builders.make_many_chronicles(40, [project])
        with django_assert_max_num_queries(25):
            editors_board()


PANELS = ("drafts", "given_back", "handed_in")


class TestTeam:
    def test_sees_only_its_own(self, project):
        other = builders.make_project(3)
        for owner, title in ((project, "Nostra"), (other, "Loro")):
            builders.make_chronicle(project=owner, title=title, state=State.DRAFT)
        assert titles(team_board([project])["drafts"].lines) == ["Nostra"]

    @pytest.mark.parametrize(
        ("state", "panel"),
        [
            (State.DRAFT, "drafts"),
            (State.CHANGES, "given_back"),
            (State.REVIEW, "handed_in"),
            (State.PUBLISHED, "published"),
        ],
    )
    def test_every_state_has_its_panel(self, project, state, panel):
        builders.make_chronicle(project=project, title="Eccola", state=state)
        board = team_board([project])
        panels = {name: board[name].lines for name in PANELS}
        panels["published"] = board["published"]
        assert [name for name, lines in panels.items() if lines] == [panel]

    def test_the_draft_begun_last_is_never_cut_off(self, project):
        for number in range(SHOWN + 3):
            title = f"Bozza {number}"
            builders.make_chronicle(project=project, title=title, state=State.DRAFT)
        drafts = team_board([project])["drafts"]
        assert drafts.lines[0].title == f"Bozza {SHOWN + 2}"
        assert (len(drafts.lines), drafts.more) == (SHOWN, 3)

    def test_requests_are_one_query_however_many(
        self, project, editor, django_assert_max_num_queries
    ):
        for _ in range(6):
            builders.make_chronicle(project=project, state=State.CHANGES)
        with django_assert_max_num_queries(5):
            assert len(waiting(State.CHANGES, OF_A_PROJECT).lines) == 6

    def test_reads_what_the_redazione_asked(self, project, editor):
        row = builders.make_chronicle(project=project, state=State.REVIEW)
        move(row, State.CHANGES, editor, note="Chi ha cucinato?")
        [line] = team_board([project])["given_back"].lines
        assert line.note == "«Chi ha cucinato?»"

    def test_is_offered_the_rubrics_that_are_silent(self, project):
        builders.make_chronicle(
            ("racconti",), project=project, published_at=ago(days=2)
        )
        silent = [cell.rubric.slug for cell in team_board([project])["silent"]]
        assert "racconti" not in silent
        assert len(silent) == 4


class TestCoverage:
    def cell(self, project, slug):
        [row], _ = coverage(Project.objects.filter(pk=project.pk))
        return next(cell for cell in row.cells if cell.rubric.slug == slug)

    def test_counts_what_is_public(self, project):
        builders.make_chronicle(("spazi",), project=project)
        builders.make_chronicle(("spazi",), project=project, state=State.DRAFT)
        assert self.cell(project, "spazi").total == 1

    @pytest.mark.parametrize(("days", "silent"), [(45, False), (46, True)])
    def test_is_silent_after_forty_five_days(self, project, days, silent):
        builders.make_chronicle(
            ("spazi",), project=project, published_at=ago(days=days)
        )
        assert self.cell(project, "spazi").is_silent is silent

    def test_what_was_never_told_is_silent(self, project):
        cell = self.cell(project, "culture")
        assert (cell.is_silent, cell.last_label) == (True, "mai")

    def test_rows_stand_by_lot_not_by_merit(self):
        busy, quiet = builders.make_project(5), builders.make_project(1)
        builders.make_chronicle(project=busy, published_at=ago(days=1))
        rows, _ = coverage(Project.objects.local().by_lot())
        assert [row.project for row in rows] == [quiet, busy]

    @pytest.mark.parametrize(("total", "on_target"), [(1, False), (2, True)])
    def test_the_target_is_two_a_month(self, project, total, on_target):
        for _ in range(total):
            builders.make_chronicle(project=project, published_at=ago(days=3))
        [row], _ = coverage([project])
        assert row.is_on_target is on_target


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2018, 6, 15), "oggi"),
        (date(2018, 6, 14), "ieri"),
        (date(2018, 6, 1), "14 giorni fa"),
        (date(2018, 5, 10), "un mese fa"),
        (date(2018, 3, 1), "3 mesi fa"),
        (date(2017, 6, 10), "un anno fa"),
        (date(2015, 1, 1), "3 anni fa"),
    ],
)
def test_ago_in_words(day, words):
    from editorial.dates import ago as ago_in_words

    assert ago_in_words(day, date(2018, 6, 15)) == words
