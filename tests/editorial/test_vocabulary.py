import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, models
from taggit.managers import _TaggableManager

from chronicles.models import Chronicle, Rubric
from chronicles.models.rubric import RUBRICS
from projects.models import Keyword
from projects.models.keyword import KEYWORDS
from tests.builders import make_action, make_chronicle

pytestmark = pytest.mark.django_db

VOCABULARIES = {Rubric: RUBRICS, Keyword: KEYWORDS}
each_vocabulary = pytest.mark.parametrize(
    "model", VOCABULARIES, ids=lambda m: m.__name__
)
INVENTED = {"name": "Inventata", "slug": "inventata", "position": 9}


def carriers(model):
    """Return every manager through which a row can be given a term of `model`."""
    chronicle = make_chronicle(rubrics=[])
    if model is Rubric:
        return [chronicle.rubrics]
    return [chronicle.keywords, make_action().keywords]


@each_vocabulary
def test_the_migrations_made_the_whole_vocabulary_in_order(model):
    assert list(model.objects.values_list("slug", flat=True)) == VOCABULARIES[model]


@each_vocabulary
class TestClosed:
    @pytest.mark.parametrize("verb", ["add", "set"])
    def test_to_a_name(self, model, verb):
        for manager in carriers(model):
            names = ["Inventata"] if verb == "set" else "Inventata"
            with pytest.raises(ValidationError, match="non fa parte del vocabolario"):
                getattr(manager, verb)(names)
        assert model.objects.count() == 5

    def test_to_a_term_of_another_kind(self, model):
        other = Keyword if model is Rubric else Rubric
        for manager in carriers(model):
            with pytest.raises((ValidationError, ValueError)):
                manager.add(other.objects.first())

    def test_to_create(self, model):
        with pytest.raises(IntegrityError):
            model.objects.create(**INVENTED)

    def test_to_get_or_create(self, model):
        with pytest.raises(IntegrityError):
            model.objects.get_or_create(name="Inventata", defaults=INVENTED)

    def test_to_update_or_create(self, model):
        with pytest.raises(IntegrityError):
            model.objects.update_or_create(slug="inventata", defaults=INVENTED)

    def test_to_bulk_create(self, model):
        with pytest.raises(IntegrityError):
            model.objects.bulk_create([model(**INVENTED)])

    def test_to_save(self, model):
        with pytest.raises(IntegrityError):
            model(**INVENTED).save()

    def test_to_save_without_a_slug(self, model):
        with pytest.raises(IntegrityError):
            model(name="Inventata", position=9).save()

    def test_to_the_manager_of_a_row(self, model):
        with pytest.raises((IntegrityError, TypeError)):
            carriers(model)[0].create(**INVENTED)

    def test_to_another_slug(self, model):
        with pytest.raises(IntegrityError):
            model.objects.filter(position=1).update(slug="inventata")

    def test_to_another_slug_saved(self, model):
        term = model.objects.first()
        term.slug = "inventata"
        with pytest.raises(IntegrityError):
            term.save()

    def test_to_a_fixture(self, model, tmp_path):
        fixture = tmp_path / "termini.json"
        row = {"model": model._meta.label_lower, "pk": 99, "fields": INVENTED}
        fixture.write_text(json.dumps([row]), "utf-8")
        with pytest.raises(IntegrityError):
            call_command("loaddata", str(fixture), verbosity=0)

    def test_to_a_slug_twice(self, model):
        slug = VOCABULARIES[model][0]
        with pytest.raises(IntegrityError):
            model.objects.bulk_create([model(**INVENTED | {"slug": slug})])

    def test_to_a_position_twice(self, model):
        with pytest.raises(IntegrityError):
            model.objects.filter(position=1).update(position=2)

    def test_says_so_in_italian(self, model):
        with pytest.raises(ValidationError, match="Il vocabolario è chiuso"):
            model(**INVENTED).validate_constraints()

    def test_lets_the_words_be_corrected(self, model):
        term = model.objects.first()
        term.name = "Scritto meglio"
        term.save()
        assert model.objects.get(pk=term.pk).slug == VOCABULARIES[model][0]


def test_a_name_of_the_vocabulary_is_added():
    chronicle = make_chronicle(rubrics=[])
    chronicle.rubrics.add("Spazi", Rubric.objects.get(slug="culture"))
    assert {term.slug for term in chronicle.rubrics.all()} == {"spazi", "culture"}


def test_a_name_outside_adds_none_of_the_others():
    chronicle = make_chronicle(rubrics=[])
    with pytest.raises(ValidationError, match="Altra, Inventata"):
        chronicle.rubrics.add("Spazi", "Inventata", "Altra")
    assert not chronicle.rubrics.exists()


@pytest.mark.parametrize("name", ["rubrics", "keywords"])
def test_a_term_in_use_is_not_deleted(name):
    chronicle = make_chronicle(rubrics=["spazi"], keywords=["legami"])
    with pytest.raises(models.ProtectedError):
        getattr(chronicle, name).get().delete()
    assert Chronicle.objects.filter(pk=chronicle.pk).exists()


def test_taggit_still_asks_what_the_vocabulary_overrides():
    assert hasattr(_TaggableManager, "_to_tag_model_instances")
