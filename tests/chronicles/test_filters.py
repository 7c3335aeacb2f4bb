import pytest

from chronicles.filters import count_label, feed_url, list_heading
from chronicles.models import Rubric
from projects.models import Project

SPAZI = Rubric(name="Spazi", slug="spazi")
BARONA = Project(area="Barona", locative="alla Barona")
PLAIN = Project(area="Barona")


@pytest.mark.parametrize(
    ("total", "rubric", "project", "expected"),
    [
        (12, SPAZI, BARONA, "12 cronache di Spazi alla Barona"),
        (1, None, BARONA, "1 cronaca alla Barona"),
        (0, SPAZI, None, "Nessuna cronaca di Spazi"),
        (2, None, None, "2 cronache"),
        (2, SPAZI, PLAIN, "2 cronache di Spazi, Barona"),
    ],
)
def test_choice_is_named_in_words(total, rubric, project, expected):
    assert count_label(total, rubric, project) == expected


@pytest.mark.parametrize(
    ("rubric", "project", "expected"),
    [
        (None, None, "Cronache"),
        (SPAZI, None, "Spazi"),
        (None, BARONA, "Cronache alla Barona"),
        (SPAZI, BARONA, "Spazi alla Barona"),
        (SPAZI, PLAIN, "Spazi: Barona"),
    ],
)
def test_heading_says_the_choice(rubric, project, expected):
    assert list_heading(rubric, project) == expected


@pytest.mark.parametrize(
    ("rubric", "project", "expected"),
    [
        (None, None, "/feed/"),
        (SPAZI, None, "/cronache/rubriche/spazi/feed/"),
        (None, Project(slug="c6"), "/cronache/quartieri/c6/feed/"),
        (SPAZI, BARONA, ""),
    ],
)
def test_choice_has_a_feed_of_its_own(rubric, project, expected):
    assert feed_url(rubric, project) == expected
