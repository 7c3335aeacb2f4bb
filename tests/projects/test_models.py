from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from projects.models import (
    Action,
    ActionKeyword,
    Event,
    EventPhoto,
    Keyword,
    Organization,
    Partnership,
    Place,
    Project,
    Release,
)
from tests.builders import (
    PUBLIC,
    make_action,
    make_event,
    make_organization,
    make_photo,
    make_place,
    make_project,
    make_release,
    rome,
)

pytestmark = pytest.mark.django_db


def refused(row):
    """Return what full_clean says against `row`, in one text."""
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return " ".join(error.value.messages)


def project(**values):
    """Return a good project that is not saved."""
    texts = dict.fromkeys(["name", "short_name", "area", "neighbourhoods"], "Prova")
    return Project(summary="Prova", slug="prova", **texts, **PUBLIC | values)


def event(**values):
    """Return a good event that is not saved."""
    values = {"project": make_project(lot=1), "starts_at": FOUR, **PUBLIC, **values}
    return Event(title="Prova", slug="prova", summary="Prova", **values)


FOUR = rome(2018, 5, 12, 16)
BACKWARDS = {"starts_on": date(2018, 7, 31), "ends_on": date(2016, 11, 1)}
SIGNED = {"code": "A", "signed_on": date(2018, 3, 2), "valid_until": date(2018, 3, 1)}


def release(**values):
    return Release(project=make_project(lot=1), **SIGNED | values)


# Each row breaks one constraint, and what full_clean says about it.
BROKEN = {
    "lot 0": (lambda: project(lot=0), "maggiore o uguale a 1"),
    "lot 10": (lambda: project(lot=10), "minore o uguale a 9"),
    "period": (lambda: project(**BACKWARDS), "finisce prima di cominciare"),
    "event ends before": (
        lambda: event(ends_at=rome(2018, 5, 12, 15)),
        "finisce prima di cominciare",
    ),
    "event ends at once": (lambda: event(ends_at=FOUR), "finisce prima di cominciare"),
    "new date of a confirmed event": (
        lambda: event(postponed_to=rome(2018, 6, 2)),
        "solo per un evento rinviato",
    ),
    "new date of a cancelled event": (
        lambda: event(status="cancelled", postponed_to=rome(2018, 6, 2)),
        "solo per un evento rinviato",
    ),
    "release": (release, "scade prima della firma"),
}


@pytest.mark.parametrize(("make", "said"), BROKEN.values(), ids=list(BROKEN))
class TestConstraint:
    def test_is_held_by_the_database(self, make, said):
        row = make()
        with pytest.raises(IntegrityError):
            type(row).objects.bulk_create([row])

    def test_speaks_italian(self, make, said):
        assert said in refused(make())


@pytest.mark.parametrize("lot", [None, 3])
class TestLot:
    def test_is_used_once(self, lot):
        make_project(lot=lot)
        with pytest.raises(IntegrityError):
            Project.objects.bulk_create([project(lot=lot)])

    def test_used_twice_is_said_in_italian(self, lot):
        make_project(lot=lot)
        assert "C’è già un progetto con questo lotto" in refused(project(lot=lot))


UNIQUE = {
    "partner": (
        lambda: Partnership(
            project=make_project(lot=1), organization=make_organization()
        ),
        "Questo soggetto è già nel progetto",
    ),
    "event photo": (
        lambda: EventPhoto(event=make_event(), photo=make_photo(), alt="Un cortile"),
        "Questa foto c’è già",
    ),
    "action keyword": (
        lambda: ActionKeyword(
            content_object=make_action(), tag=Keyword.objects.first()
        ),
        "esiste già",
    ),
    "organization": (lambda: Organization(name="Cooperativa"), "esiste già"),
    "project slug": (lambda: project(lot=2), "già"),
    "event slug": (event, "esiste già"),
    "release code": (lambda: release(valid_until=None), "esiste già"),
}


@pytest.mark.parametrize(("make", "said"), UNIQUE.values(), ids=list(UNIQUE))
class TestOnlyOnce:
    def test_is_held_by_the_database(self, make, said):
        row = make()
        row.save()
        row.pk = None
        with pytest.raises(IntegrityError):
            type(row).objects.bulk_create([row])

    def test_speaks_italian(self, make, said):
        row = make()
        row.save()
        row.pk = None
        row._state.adding = True
        assert said.lower() in refused(row).lower()


class TestParentOfItself:
    def test_is_refused_by_the_database(self):
        row = make_event()
        with pytest.raises(IntegrityError):
            Event.objects.filter(pk=row.pk).update(parent=row)

    def test_is_refused_in_italian(self):
        row = make_event()
        row.parent = row
        with pytest.raises(ValidationError, match="non può far parte di sé stesso"):
            row.validate_constraints()


class TestProject:
    def test_cover_needs_its_alt(self):
        row = make_project(lot=1)
        row.cover = make_photo(project=row)
        assert "che cosa si vede" in dict(row.missing())["cover_alt"]

    @pytest.mark.parametrize("given", ["latitude", "longitude"])
    def test_latitude_and_longitude_go_together(self, given):
        assert "insieme" in refused(project(lot=1, **{given: "45.495"}))

    def test_city_comes_last(self):
        city, second, first = map(make_project, (None, 2, 1))
        assert list(Project.objects.by_lot()) == [first, second, city]
        assert list(Project.objects.local().by_lot()) == [first, second]

    @pytest.mark.parametrize(
        ("lot", "said"),
        [
            (3, ("lot-3", "Municipio 3", "3. Prova")),
            (None, ("lot-city", "Tutta la città", "Prova")),
        ],
    )
    def test_says_where_it_works(self, lot, said):
        row = project(lot=lot)
        assert (row.token, row.territory, str(row)) == said


class TestPlace:
    @pytest.mark.parametrize("moment", ["before", "after"])
    def test_photo_needs_its_alt(self, moment):
        row = make_place()
        setattr(row, f"photo_{moment}", make_photo())
        assert [name for name, _ in row.missing()] == [f"alt_{moment}"]

    def test_photo_with_its_alt_is_good(self):
        row = make_place(photo_before=make_photo(), alt_before="Le auto")
        row.full_clean()
        assert row.photo_before.is_published

    def test_outlives_its_photo(self):
        photo = make_photo()
        row = make_place(photo_after=photo, alt_after="Le panchine")
        photo.delete()
        assert Place.objects.get(pk=row.pk).photo_after is None


class TestEventFamily:
    def test_has_two_generations_only(self):
        child = make_event(parent=make_event())
        row = make_event()
        row.parent = child
        assert "già un appuntamento" in refused(row)

    def test_umbrella_does_not_go_below_another(self):
        umbrella = make_event()
        make_event(parent=umbrella)
        umbrella.parent = make_event()
        assert "già i suoi appuntamenti" in refused(umbrella)

    @pytest.mark.parametrize("new", [FOUR, rome(2018, 5, 1)])
    def test_is_postponed_to_later(self, new):
        row = event(status="postponed", postponed_to=new)
        assert "prima di quella vecchia" in refused(row)


class TestKeyword:
    def test_phrase_has_its_article(self):
        assert Keyword.objects.get(slug="partecipazione").phrase == (
            "facilitare la partecipazione"
        )

    def test_phrase_without_article(self):
        assert Keyword.objects.get(slug="legami").phrase == "rigenerare legami"

    def test_action_carries_keywords(self):
        action = make_action(keywords=["legami"])
        assert list(Action.objects.filter(keywords__slug="legami")) == [action]


def test_release_of_one_day_is_good():
    row = make_release(signed_on=date(2018, 3, 1), valid_until=date(2018, 3, 1))
    row.full_clean()
    assert row.is_valid_for("site", date(2018, 3, 1))


class TestEventSlug:
    def test_of_the_calendar_is_refused_by_the_database(self):
        with pytest.raises(IntegrityError):
            make_event(slug="calendario")

    def test_of_the_calendar_is_refused_in_italian(self):
        row = make_event()
        row.slug = "calendario"
        assert "è già una pagina del sito" in refused(row)
