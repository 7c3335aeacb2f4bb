import re
from math import atan2, degrees, hypot

import pytest

from projects.city_map import AREAS, CENTRE, SIDE
from tests.builders import make_chronicle, make_everything, make_project
from tests.html import Page


def clockwise_from_north(area):
    return degrees(atan2(area.x - CENTRE, CENTRE - area.y)) % 360


def test_first_is_in_the_middle():
    assert (AREAS[1].x, AREAS[1].y) == (CENTRE, CENTRE)
    around = [
        hypot(AREAS[lot].x - CENTRE, AREAS[lot].y - CENTRE) for lot in range(2, 10)
    ]
    assert min(around) > 100


def test_others_go_clockwise_from_north_east():
    angles = [clockwise_from_north(AREAS[lot]) for lot in range(2, 10)]
    assert angles == sorted(angles)
    assert 20 < angles[0] < 70
    assert angles[-1] > 340


def test_every_outline_is_inside_the_drawing():
    for area in AREAS.values():
        numbers = [int(number) for number in re.findall(r"\d+", area.outline)]
        assert min(numbers) >= 0
        assert max(numbers) <= SIDE


@pytest.mark.django_db
class TestMap:
    def test_links_each_municipio_by_its_whole_name(self, client):
        make_everything(lots=range(1, 10))
        page = Page(client.get("/").content.decode())
        names = [name for name in page.values("aria-label") if "Municipio " in name]
        # What is seen comes first in what is said (WCAG 2.5.3).
        assert [name.split(":")[0] for name in names] == [
            f"{lot} Zona {lot}, Municipio {lot}" for lot in range(1, 10)
        ]

    def test_counts_what_is_told(self, client):
        project = make_project(lot=3, neighbourhoods="Rizzoli, Cimiano")
        make_chronicle(project=project)
        make_chronicle(project=project, state="draft")
        page = Page(client.get("/").content.decode())
        name = "3 Zona 3, Municipio 3: Rizzoli, Cimiano. 1 cronaca"
        assert name in page.values("aria-label")

    def test_leaves_out_the_city_and_what_is_not_public(self, client):
        make_project(lot=None)
        make_project(lot=2, state="draft")
        page = Page(client.get("/").content.decode())
        assert not [name for name in page.values("aria-label") if "Municipio " in name]
