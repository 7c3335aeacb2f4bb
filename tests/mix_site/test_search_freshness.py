"""Whatever way a row is written, the search knows it once that is committed."""

import logging

import pytest
from django.contrib.flatpages.models import FlatPage
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, transaction

from chronicles.models import Chronicle, ChronicleKeyword, ChronicleRubric, Rubric
from editorial.publishing import State
from mix_site.models import Entry, Posting
from mix_site.search import freshness, index
from mix_site.search.answer import answer
from projects.models import Action, Keyword, Partnership, Project
from tests import builders

pytestmark = pytest.mark.django_db


def found(typed):
    groups = answer(typed).groups
    return [result.shown.title for group in groups for result in group.results]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run a block as a transaction that is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def chronicle():
    chronicle = builders.make_chronicle(title="La mongolfiera")
    freshness.index_noted()
    return chronicle


class TestOneRow:
    def test_is_found_when_saved(self, committed):
        with committed():
            builders.make_chronicle(title="La mongolfiera")
        assert found("mongolfiera") == ["La mongolfiera"]

    def test_is_found_by_its_new_words_alone(self, committed, chronicle):
        with committed():
            chronicle.title = "Il deltaplano"
            chronicle.save()
        assert (found("mongolfiera"), found("deltaplano")) == ([], ["Il deltaplano"])

    def test_leaves_nothing_when_deleted(self, committed, chronicle):
        with committed():
            chronicle.delete()
        assert not Entry.objects.filter(kind="cronache").exists()
        assert not Posting.objects.filter(word__text="mongolfiera").exists()

    def test_is_not_indexed_before_the_commit(self):
        builders.make_chronicle(title="La mongolfiera")
        assert not Entry.objects.exists()

    def test_is_indexed_once_for_many_writes(self, committed, chronicle, monkeypatch):
        calls = []
        monkeypatch.setattr(freshness, "index", lambda *args: calls.append(args))
        with committed():
            for _ in range(3):
                chronicle.save()
        assert calls == [("cronache", {chronicle.pk})]

    def test_survives_a_savepoint_that_is_undone(self, committed):
        with committed():
            builders.make_chronicle(title="La mongolfiera")
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                builders.make_chronicle(title="Il deltaplano")
                raise ZeroDivisionError
        assert (found("mongolfiera"), found("deltaplano")) == (["La mongolfiera"], [])


class TestManyRows:
    def test_are_found_after_a_bulk_create(self, committed):
        with committed():
            builders.make_many_chronicles(3, [builders.make_project(lot=1)])
        assert len(found("tante")) == 3

    def test_are_found_after_an_update(self, committed, chronicle):
        with committed():
            Chronicle.objects.filter(title="La mongolfiera").update(title="Deltaplano")
        assert (found("mongolfiera"), found("deltaplano")) == ([], ["Deltaplano"])

    def test_are_found_after_a_bulk_update(self, committed, chronicle):
        chronicle.title = "Deltaplano"
        with committed():
            Chronicle.objects.bulk_update([chronicle], ["title"])
        assert found("deltaplano") == ["Deltaplano"]

    def test_go_with_a_queryset_delete(self, committed, chronicle):
        with committed():
            Chronicle.objects.filter(pk=chronicle.pk).delete()
        assert not Entry.objects.filter(kind="cronache").exists()

    def test_are_found_after_loaddata(self, committed, tmp_path, chronicle):
        fixture = tmp_path / "rows.json"
        chronicle.title = "Deltaplano"
        fixture.write_text(serializers.serialize("json", [chronicle]), "utf-8")
        with committed():
            call_command("loaddata", fixture, verbosity=0)
        assert found("deltaplano") == ["Deltaplano"]

    def test_are_found_after_the_first_content(self, committed):
        with committed():
            call_command("load_content", verbosity=0)
        assert "B.B.C. Costruire coesione" in found("bbc")


class TestRelatedRow:
    @pytest.fixture(autouse=True)
    def chronicle(self, chronicle):
        return chronicle

    def test_a_rubric_given_and_taken(self, committed, chronicle):
        with committed():
            chronicle.rubrics.add(Rubric.objects.get(slug="economie-e-relazioni"))
        assert found("economie") == ["La mongolfiera"]
        with committed():
            chronicle.rubrics.clear()
        assert found("economie") == []

    def test_a_keyword_in_bulk(self, committed, chronicle):
        term = Keyword.objects.get(slug="legami")
        with committed():
            ChronicleKeyword.objects.bulk_create(
                [ChronicleKeyword(content_object=chronicle, tag=term)]
            )
        assert found("legami") == ["La mongolfiera"]

    def test_a_rubric_renamed(self, committed):
        rubric = Rubric.objects.get(slug="racconti")
        with committed():
            rubric.name = "Fandonie"
            rubric.save()
        assert found("fandonie") == ["La mongolfiera"]

    def test_a_rubric_with_the_same_name_costs_nothing(self, committed, monkeypatch):
        calls = []
        monkeypatch.setattr(freshness, "index", lambda *args: calls.append(args))
        with committed():
            Rubric.objects.get(slug="racconti").save()
        assert calls == []

    def test_a_story_renamed(self, committed, chronicle):
        with committed():
            chronicle.story = builders.make_story(title="Aquiloni")
            chronicle.save()
        with committed():
            chronicle.story.title = "Dirigibili"
            chronicle.story.save()
        assert (found("aquiloni"), found("dirigibili")) == (
            [],
            ["Dirigibili", "La mongolfiera"],
        )

    @pytest.mark.parametrize(
        "names", [{"area": "Lorenteggio"}, {"aliases": "Lorenteggio"}]
    )
    def test_a_project_under_another_name(self, committed, names, chronicle):
        builders.make_place(project=chronicle.project, name="Cortile")
        builders.make_event(project=chronicle.project, title="Festa")
        with committed():
            Project.objects.filter(pk=chronicle.project_id).update(**names)
        titles = ["Progetto 1", "Cortile", "Festa", "La mongolfiera"]
        assert sorted(found("lorenteggio")) == sorted(titles)

    def test_of_a_project_under_another_name_no_text_is_read(
        self, committed, monkeypatch, chronicle
    ):
        calls = []
        monkeypatch.setattr(index, "lend", lambda kind, pks: calls.append(kind))
        before = Entry.objects.get(kind="cronache").indexed_at
        with committed():
            Project.objects.filter(pk=chronicle.project_id).update(area="Lorenteggio")
        assert calls == ["cronache", "storie", "eventi", "spazi"]
        assert Entry.objects.get(kind="cronache").indexed_at == before

    def test_a_project_without_its_old_name(self, committed, chronicle):
        Project.objects.filter(pk=chronicle.project_id).update(area="Lorenteggio")
        freshness.index_noted()
        with committed():
            Project.objects.filter(pk=chronicle.project_id).update(area="Baggio")
        assert found("lorenteggio") == []
        assert found("baggio") == ["Progetto 1", "La mongolfiera"]

    def test_a_project_with_the_same_names_is_read_alone(self, committed, chronicle):
        before = Entry.objects.get(kind="cronache").indexed_at
        with committed():
            chronicle.project.summary = "Lorenteggio"
            chronicle.project.save()
        assert found("lorenteggio") == ["Progetto 1"]
        assert Entry.objects.get(kind="cronache").indexed_at == before

    def test_an_action(self, committed, chronicle):
        with committed():
            action = builders.make_action(title="Aquiloni", project=chronicle.project)
        assert found("aquiloni") == ["Progetto 1"]
        with committed():
            action.delete()
        assert found("aquiloni") == []

    def test_actions_in_bulk(self, committed, chronicle):
        with committed():
            Action.objects.bulk_create(
                [Action(project=chronicle.project, title="Aquiloni")]
            )
        assert found("aquiloni") == ["Progetto 1"]

    def test_an_organization_renamed(self, committed, chronicle):
        partnership = builders.make_partnership(project=chronicle.project)
        with committed():
            partnership.organization.name = "Aquiloni onlus"
            partnership.organization.save()
        assert found("aquiloni") == ["Progetto 1"]
        with committed():
            Partnership.objects.all().delete()
        assert found("aquiloni") == []

    def test_a_block_of_an_issue(self, committed):
        issue = builders.make_issue()
        with committed():
            builders.make_block("text", parent=issue, text="<p>Aquiloni</p>")
        assert found("aquiloni") == ["Il numero 1"]

    def test_a_page(self, committed):
        with committed():
            page = builders.make_page(title="Aquiloni")
        assert found("aquiloni") == ["Aquiloni"]
        with committed():
            page.delete()
        assert found("aquiloni") == []

    def test_pages_in_bulk(self, committed):
        with committed():
            FlatPage.objects.bulk_create([FlatPage(url="/a/", title="Aquiloni")])
            FlatPage.objects.get(url="/a/").sites.add(1)
        assert found("aquiloni") == ["Aquiloni"]
        with committed():
            FlatPage.objects.filter(url="/a/").update(title="Dirigibili")
        assert (found("aquiloni"), found("dirigibili")) == ([], ["Dirigibili"])

    @pytest.mark.parametrize(
        "options",
        [
            {"ignore_conflicts": True},
            {
                "update_conflicts": True,
                "unique_fields": ["content_object", "tag"],
                "update_fields": ["is_main"],
            },
        ],
    )
    def test_rubrics_in_bulk_over_others(self, committed, chronicle, options):
        rubrics = Rubric.objects.filter(slug__in=["racconti", "economie-e-relazioni"])
        items = [ChronicleRubric(content_object=chronicle, tag=tag) for tag in rubrics]
        with committed():
            ChronicleRubric.objects.bulk_create(items, **options)
        assert found("economie") == ["La mongolfiera"]

    def test_a_hidden_place_lends_no_word(self, committed, chronicle):
        with committed():
            chronicle.place = builders.make_place(name="Aquiloni", state=State.DRAFT)
            chronicle.save()
        assert found("aquiloni") == []


class TestMoved:
    """A row that goes to another page leaves no word on the one that it had."""

    @pytest.fixture(autouse=True)
    def other(self):
        return builders.make_project(lot=2, name="Altro")

    def move(self, row, **values):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    def move_in_bulk(self, row, **values):
        type(row).objects.filter(pk=row.pk).update(**values)

    @pytest.fixture(params=["move", "move_in_bulk"])
    def moved(self, request, committed):
        def run(row, **values):
            freshness.index_noted()
            with committed():
                getattr(self, request.param)(row, **values)

        return run

    def test_an_action(self, moved, other):
        moved(builders.make_action(title="Aquiloni"), project=other)
        assert found("aquiloni") == ["Altro"]

    def test_a_partnership(self, moved, other):
        organization = builders.make_organization(name="Aquiloni onlus")
        moved(builders.make_partnership(organization=organization), project=other)
        assert found("aquiloni") == ["Altro"]

    def test_a_block(self, moved):
        one, other = builders.make_issue(), builders.make_issue()
        block = builders.make_block("text", parent=one, text="<p>Aquiloni</p>")
        moved(block, parent=other)
        assert found("aquiloni") == [other.title]

    def test_a_rubric(self, moved):
        one = builders.make_chronicle(rubrics=["economie-e-relazioni"])
        other = builders.make_chronicle(title="Un’altra", rubrics=[])
        moved(one.rubric_items.get(), content_object=other)
        assert found("economie") == ["Un’altra"]

    @pytest.mark.django_db(transaction=True)
    def test_an_action_without_a_transaction(self, other):
        action = builders.make_action(title="Aquiloni")
        self.move(action, project=other)
        assert found("aquiloni") == ["Altro"]


class TestClash:
    @pytest.mark.parametrize("clash", [IntegrityError, OperationalError])
    def test_is_tried_again(self, committed, monkeypatch, chronicle, clash):
        clashes = [clash("deadlock detected"), clash("deadlock detected")]

        def write(*args):
            if clashes:
                raise clashes.pop()
            index.index(*args)

        monkeypatch.setattr(freshness, "index", write)
        with committed():
            chronicle.title = "Deltaplano"
            chronicle.save()
        assert (found("mongolfiera"), found("deltaplano")) == ([], ["Deltaplano"])


class TestFailure:
    @pytest.fixture(autouse=True)
    def broken(self, chronicle, monkeypatch):
        def fail(*args):
            raise RuntimeError("no index today")

        monkeypatch.setattr(freshness, "index", fail)

    def test_keeps_what_the_editor_saved(self, committed, chronicle, caplog):
        with committed(), caplog.at_level(logging.CRITICAL):
            chronicle.title = "Deltaplano"
            chronicle.save()
        assert Chronicle.objects.get().title == "Deltaplano"

    def test_hides_the_old_text_and_says_so(self, committed, chronicle, caplog):
        with committed():
            chronicle.save()
        assert found("mongolfiera") == []
        assert "no index today" in caplog.text
