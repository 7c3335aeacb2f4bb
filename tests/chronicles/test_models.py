from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import get_resolver
from django.urls.resolvers import RoutePattern

from chronicles.models import (
    ActivityFigures,
    Chronicle,
    ChronicleKeyword,
    ChroniclePhoto,
    ChronicleRubric,
    Rubric,
    Story,
)
from chronicles.models.chronicle import RESERVED_SLUGS
from projects.models import Keyword
from tests.builders import (
    FAR_AHEAD,
    add_photo,
    make_action,
    make_chronicle,
    make_photo,
    make_project,
    make_story,
    rome,
)

pytestmark = pytest.mark.django_db


def refused(row):
    """Return what full_clean says against `row`, in one text."""
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return " ".join(error.value.messages)


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
class TestReservedSlug:
    def test_is_held_by_the_database(self, slug):
        row = make_chronicle()
        with pytest.raises(IntegrityError):
            Chronicle.objects.filter(pk=row.pk).update(slug=slug)

    def test_is_refused_in_italian(self, slug):
        row = make_chronicle()
        row.slug = slug
        assert f"«{slug}» è già una pagina del sito" in refused(row)

    def test_is_refused_in_italian_by_the_constraint(self, slug):
        row = make_chronicle()
        row.slug = slug
        with pytest.raises(ValidationError, match="è già una pagina del sito"):
            row.validate_constraints()


def test_every_word_below_cronache_is_reserved():
    resolvers = get_resolver().url_patterns
    below = next(r for r in resolvers if str(r.pattern) == "cronache/")
    routes = [str(p.pattern) for p in below.url_patterns]
    assert all(isinstance(p.pattern, RoutePattern) for p in below.url_patterns)
    first_words = {route.split("/")[0] for route in routes} - {""}
    assert {word for word in first_words if "<" not in word} <= RESERVED_SLUGS


UNIQUE = {
    "rubric": lambda: ChronicleRubric(
        content_object=make_chronicle(rubrics=[]), tag=Rubric.objects.first()
    ),
    "keyword": lambda: ChronicleKeyword(
        content_object=make_chronicle(), tag=Keyword.objects.first()
    ),
    "photo": lambda: ChroniclePhoto(
        chronicle=make_chronicle(), photo=make_photo(), alt="Un cortile"
    ),
    "slug": lambda: Chronicle(
        project=make_project(lot=1), title="Prova", slug="prova", body="<p>Prova</p>"
    ),
    "story slug": lambda: Story(
        project=make_project(lot=1), title="Prova", slug="prova", summary="Prova"
    ),
    "figures": lambda: ActivityFigures(chronicle=make_chronicle()),
}


@pytest.mark.parametrize("make", UNIQUE.values(), ids=list(UNIQUE))
class TestOnlyOnce:
    @pytest.fixture
    def second(self, make):
        row = make()
        row.save()
        row.pk, row._state.adding = None, True
        return row

    def test_is_held_by_the_database(self, second):
        with pytest.raises(IntegrityError):
            type(second).objects.bulk_create([second])

    def test_is_said_in_italian(self, second):
        said = refused(second)
        assert "già" in said


class TestMainRubric:
    def second_main(self):
        chronicle = make_chronicle(rubrics=["spazi"])
        culture = Rubric.objects.get(slug="culture")
        return ChronicleRubric(content_object=chronicle, tag=culture, is_main=True)

    def test_is_one(self):
        with pytest.raises(IntegrityError):
            ChronicleRubric.objects.bulk_create([self.second_main()])

    def test_is_one_in_italian(self):
        assert "La rubrica principale è una sola" in refused(self.second_main())

    def test_comes_before_the_others(self):
        chronicle = make_chronicle(rubrics=["culture", "racconti", "spazi"])
        slugs = [rubric.slug for rubric in chronicle.all_rubrics]
        assert chronicle.main_rubric.slug == "culture"
        assert slugs == ["culture", "racconti", "spazi"]

    def test_is_any_when_none_is_chosen(self):
        chronicle = make_chronicle(rubrics=[])
        chronicle.rubrics.add("Spazi")
        assert chronicle.main_rubric.slug == "spazi"

    def test_is_none_without_rubrics(self):
        assert make_chronicle(rubrics=[]).main_rubric is None


class TestClean:
    def test_story_is_of_the_same_project(self):
        chronicle = make_chronicle()
        chronicle.story = make_story(project=make_project(lot=2))
        assert "Appartiene a un altro progetto" in refused(chronicle)

    def test_media_need_a_title(self):
        chronicle = make_chronicle()
        chronicle.media_url = "https://radio.example/puntata"
        assert "Dagli un titolo" in dict(chronicle.missing())["media_title"]

    def test_figures_are_of_an_action_of_the_project(self):
        action = make_action(project=make_project(lot=2))
        figures = ActivityFigures(chronicle=make_chronicle(), action=action)
        assert "Questa azione è di un altro progetto" in refused(figures)


class TestShownOn:
    def test_is_the_day_it_happened(self):
        chronicle = make_chronicle(happened_on=date(2018, 3, 10))
        assert chronicle.shown_on == date(2018, 3, 10)

    def test_is_the_italian_day_of_publication(self):
        chronicle = make_chronicle(published_at=rome(2018, 5, 12, 0, 30))
        chronicle.refresh_from_db()
        assert chronicle.shown_on == date(2018, 5, 12)

    def test_is_none_for_a_draft(self):
        assert make_chronicle(state="draft", published_at=None).shown_on is None


class TestSignature:
    def test_is_the_team_by_itself(self):
        project = make_project(lot=1, short_name="Barona")
        assert make_chronicle(project=project).signature == "equipe Barona"

    def test_is_the_byline(self):
        assert make_chronicle(byline="Ada Rossi").signature == "Ada Rossi"


def test_cover_outlives_its_photo_in_the_page():
    chronicle = make_chronicle(photos=1)
    chronicle.photo_uses.get().delete()
    chronicle.refresh_from_db()
    assert chronicle.cover is None


def test_first_photo_becomes_the_public_cover():
    chronicle = make_chronicle()
    use = add_photo(chronicle, make_photo())
    add_photo(chronicle, make_photo())
    assert chronicle.public_cover == use


def test_participants_are_added_up():
    ages = ["children", "teenagers", "young_adults", "adults", "elderly"]
    figures = ActivityFigures(**{age: 10**i for i, age in enumerate(ages)})
    assert figures.participants == 11_111


class TestReadingOrder:
    def test_is_the_day_it_happened_or_was_published(self):
        published = make_chronicle(published_at=rome(2018, 3, 12, 10))
        late = make_chronicle(happened_on=date(2018, 3, 13))
        early = make_chronicle(happened_on=date(2018, 3, 11))
        order = Chronicle.objects.in_reading_order()
        assert list(order) == [early, published, late]

    def test_of_the_same_day_is_that_of_writing(self):
        rows = [make_chronicle(happened_on=date(2018, 3, 11)) for _ in range(3)]
        assert list(Chronicle.objects.in_reading_order()) == rows

    def test_day_of_publication_is_italian(self):
        first = make_chronicle(happened_on=date(2018, 3, 11))
        # In UTC it is still the tenth.
        second = make_chronicle(published_at=rome(2018, 3, 11, 0, 30))
        assert list(Chronicle.objects.in_reading_order()) == [first, second]


class TestStory:
    def test_is_public_with_its_first_public_instalment(self):
        story = make_story()
        make_chronicle(story=story, published_at=FAR_AHEAD)
        assert story not in Story.objects.published()
        assert not story.is_published
        assert story in Story.objects.published(at=FAR_AHEAD)

    def test_twin_agrees(self):
        story = make_story()
        make_chronicle(story=story)
        assert story in Story.objects.published()
        assert story.is_published

    def test_of_a_hidden_project_is_hidden(self):
        story = make_story(project=make_project(lot=1, state="draft"))
        make_chronicle(story=story, project=story.project)
        assert not story.is_published

    def test_counts_public_instalments(self):
        story = make_story()
        make_chronicle(story=story)
        make_chronicle(story=story, state="review")
        assert Story.objects.with_totals().get().total == 1


class TestInRubric:
    def test_finds_main_and_other_rubrics_once(self):
        main = make_chronicle(rubrics=["spazi", "culture"])
        other = make_chronicle(rubrics=["culture", "spazi"])
        make_chronicle(rubrics=["culture"])
        spazi = Rubric.objects.get(slug="spazi")
        assert set(Chronicle.objects.in_rubric(spazi)) == {main, other}
        assert Chronicle.objects.in_rubric(spazi).count() == 2

    def test_of_none_is_everything(self):
        make_chronicle(rubrics=[])
        assert Chronicle.objects.in_rubric(None).count() == 1


@pytest.mark.parametrize("total", [1, 4])
def test_cards_cost_two_queries(total, django_assert_num_queries):
    for _ in range(total):
        make_chronicle(photos=1)
    with django_assert_num_queries(2):
        for chronicle in Chronicle.objects.published().for_cards():
            assert chronicle.main_rubric and chronicle.signature
            assert chronicle.public_cover.photo.author
