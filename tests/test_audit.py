"""What `make audit` says of what it found; the measuring itself is outside tests."""

import copy

import pytest

from tests import builders
from tests.audit import pages, report

FULL = {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}
GOOD = {
    "lighthouse": {"home": {"scores": FULL, "lost": []}},
    "axe": [],
    "pages asked by axe": ["/"],
    "broken links": [],
    "gulpease": [{"where": "home", "words": 40, "gulpease": 66.2, "is_fine": True}],
}
FINDING = {"page": "/", "view": "dark, 1280", "rule": "color-contrast", "where": "p"}
SLOW = {"audit": "speed-index", "value": "3,0 s"}


def worse(**changes):
    return copy.deepcopy(GOOD) | changes


def test_nothing_is_said_of_a_good_site():
    assert report.faults(GOOD) == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            {"lighthouse": {"home": {"scores": FULL | {"seo": 99}, "lost": [SLOW]}}},
            "Lighthouse: home, seo 99 (speed-index 3,0 s)",
        ),
        ({"axe": [FINDING]}, "axe: / (dark, 1280) color-contrast p"),
        ({"broken links": [("/x/", 500)]}, "broken link: /x/ answers 500"),
        (
            {"gulpease": [GOOD["gulpease"][0] | {"gulpease": 51, "is_fine": False}]},
            "Gulpease 51: home",
        ),
        ({"lighthouse": {}}, "Lighthouse measured nothing"),
        ({"pages asked by axe": []}, "axe was asked of nothing"),
    ],
)
def test_a_fault_is_said_and_shown(found, said):
    assert report.faults(worse(**found)) == [said]
    found = worse(**found, faults=[said])
    assert said in report.tables(found)


@pytest.mark.django_db
def test_every_kind_of_page_is_found(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    builders.make_everything(pages=1)
    kinds, broken = pages.crawl()
    assert broken == []
    assert {"/", "/cronache/", "/newsletter/", "/cronache/trama/"} <= set(kinds)
    assert pages.NOT_FOUND in kinds
    assert len(kinds) > 20
