"""The index after an upgrade, made anew, and written by several at once."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from mix_site.models import Entry, EntryText, Posting, Word
from mix_site.search import index
from mix_site.search.answer import answer
from projects.models import Place
from tests import builders

pytestmark = pytest.mark.django_db


def found(typed):
    groups = answer(typed).groups
    return [result.shown.title for group in groups for result in group.results]


@pytest.fixture
def chronicle():
    chronicle = builders.make_chronicle(title="La mongolfiera")
    index.rebuild()
    return chronicle


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
