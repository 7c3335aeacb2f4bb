"""Whatever way a row is written, the search knows it once that is committed."""

import logging
import threading

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction

from chronicles.models import Chronicle, ChronicleKeyword, Rubric
from editorial.publishing import State
from mix_site.models import Entry, EntryText, Posting, Word
from mix_site.search import freshness, index
from mix_site.search.answer import answer
from projects.models import Action, Keyword, Partnership, Place, Project
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
        assert (found("aquiloni"), found("dirigibili")) == ([], ["La mongolfiera"])

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

    def test_a_hidden_place_lends_no_word(self, committed, chronicle):
        with committed():
            chronicle.place = builders.make_place(name="Aquiloni", state=State.DRAFT)
            chronicle.save()
        assert found("aquiloni") == []


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


class TestUpgrade:
    def test_of_a_site_without_index_reads_it_all(self, chronicle):
        Entry.objects.all().delete()
        index.mend()
        assert found("mongolfiera") == ["La mongolfiera"]

    @pytest.mark.parametrize(
        "old", [{"rules": 0}, {"indexed_at": builders.PUBLISHED_AT}]
    )
    def test_reads_again_what_is_older(self, chronicle, old):
        EntryText.objects.update(title="Vecchio")
        Entry.objects.update(**old)
        index.mend()
        assert found("mongolfiera") == ["La mongolfiera"]

    def test_leaves_the_rest_alone(self, chronicle):
        EntryText.objects.update(title="Intatto")
        index.mend()
        assert found("mongolfiera") == ["Intatto"]

    def test_happens_with_the_migrations(self, chronicle):
        Entry.objects.all().delete()
        call_command("migrate", verbosity=0)
        assert found("mongolfiera") == ["La mongolfiera"]

    def test_rebuilding_drops_what_is_nobodys(self, chronicle, capsys):
        Entry.objects.create(kind="cronache", object_id=999_999)
        Word.objects.create(text="nessuno", stem="nessun", written="nessuno")
        call_command("rebuild_search")
        assert not Entry.objects.filter(object_id=999_999).exists()
        assert not Word.objects.filter(text="nessuno").exists()
        assert "1 cronache" in capsys.readouterr().out

    def test_rebuilding_twice_changes_nothing(self, chronicle):
        def rows():
            postings = Posting.objects.values_list("entry", "word__text", "weight")
            return sorted(postings), list(EntryText.objects.order_by("pk").values())

        before = rows()
        index.rebuild()
        assert rows() == before


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_two_who_save_at_once_are_both_found(self):
        """New words in common, on two connections: neither fails nor waits forever."""
        project = builders.make_project(lot=1)
        words = " ".join(f"parola{number}" for number in range(200))
        errors, gate = [], threading.Barrier(4)

        def save(number):
            try:
                gate.wait()
                for turn in range(3):
                    title = f"Saggio {number} {turn}"
                    body = f"<p>{words}</p>"
                    builders.make_chronicle(project=project, title=title, body=body)
            except Exception as error:
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=save, args=[n]) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert answer("parola7").total == 12
        assert Word.objects.filter(text="parola7").count() == 1

    def test_the_last_text_saved_is_the_one_found(self):
        builders.make_place(name="Aquiloni")
        Place.objects.update(name="Dirigibili")
        assert (found("aquiloni"), found("dirigibili")) == ([], ["Dirigibili"])
