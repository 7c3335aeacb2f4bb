"""Earlier versions: compared in words, brought back, recovered."""

import pytest
import reversion
from reversion.models import Version

from chronicles.models import Chronicle
from editorial.publishing import State
from newsletter.models import Issue
from projects.models import Project
from tests.admin import admin_url, errors_of, form_of, sign_in
from tests.builders import (
    make_action,
    make_chronicle,
    make_issue,
    make_photo,
    make_project,
    make_story,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    return sign_in(client)


def save(desk, row, **changes):
    url = admin_url(type(row), "change", row.pk)
    response = desk.post(url, form_of(desk.get(url), **changes))
    assert response.status_code == 302, errors_of(response)


def history(desk, row):
    return desk.get(admin_url(type(row), "history", row.pk))


def compared(desk, row, **extra):
    """The page that compares the two newest versions."""
    new, old = history(desk, row).context["versions"][:2]
    query = {"prima": old["pk"], "dopo": new["pk"]} | extra
    return desk.get(admin_url(type(row), "compare", row.pk), query)


def changed(response):
    return {
        difference.label: (str(difference.before), str(difference.after))
        for difference in response.context["differences"]
    }


class TestComparison:
    def test_shows_the_words_of_texts(self, desk):
        row = make_chronicle(body="<p>Un orto.</p>")
        save(desk, row)
        save(desk, row, body="<p>Un orto <strong>grande</strong>.</p>")
        assert changed(compared(desk, row)) == {
            "Testo": ("Un <del>orto.</del>", "Un <ins>orto grande.</ins>")
        }

    def test_says_when_only_the_form_of_the_words_changed(self, desk):
        row = make_chronicle(body="<p>Un orto.</p>")
        save(desk, row)
        save(desk, row, body="<p>Un <strong>orto</strong>.</p>")
        (difference,) = compared(desk, row).context["differences"]
        assert "Le parole sono le stesse" in difference.note

    def test_shows_photos_rubrics_and_keywords(self, desk):
        row = make_chronicle(photos=1, keywords=["legami"])
        save(desk, row)
        photo = make_photo(project=row.project, title="Il melo")
        row.photo_uses.update(caption="vecchia")
        row.photo_uses.create(photo=photo, alt="Un melo in fiore", position=5)
        row.rubric_items.create(tag_id=row.rubric_items.get().tag_id + 1)
        row.keyword_items.all().delete()
        save(desk, row, **{"photo_uses-0-caption": "nuova"})
        found = changed(compared(desk, row))
        assert "Un melo in fiore" in str(found)
        assert found["Parole chiave"] == ("<del>legami</del>", "—")
        assert "<ins>" in found["Rubriche"][1]
        assert any("nuova" in after for _, after in found.values())

    def test_shows_what_was_chosen_by_its_name(self, desk):
        row = make_chronicle()
        save(desk, row)
        story = make_story(title="La trama", project=row.project)
        save(desk, row, story=str(story.pk))
        assert changed(compared(desk, row)) == {
            "Storia a puntate": ("—", "<ins>La trama</ins>")
        }

    def test_shows_rows_of_a_project(self, desk):
        project = make_project(lot=3)
        make_action(project=project, title="Orti")
        save(desk, project)
        save(desk, project, **{"actions-0-title": "Orti grandi"})
        assert changed(compared(desk, project)) == {
            "Azione 1: Titolo": ("Orti", "Orti <ins>grandi</ins>")
        }

    def test_shows_blocks_of_an_issue_once(self, desk):
        issue = make_issue(blocks=["text", "quotation"])
        save(desk, issue)
        save(desk, issue, **{"blocks_text-0-title": "Altro"})
        assert len(changed(compared(desk, issue))) == 1

    def test_asks_for_two_versions(self, desk):
        row = make_chronicle()
        save(desk, row)
        save(desk, row)
        for odd in ({"prima": ""}, {"prima": "x"}, {"prima": "99999999999999999999"}):
            response = compared(desk, row, **odd)
            assert response.status_code == 302

    def test_compares_nothing_of_another_row(self, desk):
        one, other = make_chronicle(), make_chronicle()
        save(desk, one, title="Uno")
        save(desk, one, title="Due")
        save(desk, other, title="Segreto")
        foreign = history(desk, other).context["versions"][0]["pk"]
        assert compared(desk, one, dopo=foreign).status_code == 302

    def test_of_what_is_not_there_answers_404(self, desk):
        assert desk.get(admin_url(Project, "compare", 99)).status_code == 404


class TestGoingBack:
    def test_brings_back_text_photos_and_keywords(self, desk):
        row = make_chronicle(
            body="<p>Prima.</p>", photos=2, keywords=["legami"], state=State.DRAFT
        )
        save(desk, row)
        url = history(desk, row).context["versions"][0]["url"]
        Chronicle.objects.update(body="<p>Dopo.</p>")
        row.photo_uses.first().delete()
        row.keywords.clear()
        assert desk.post(url, form_of(desk.get(url))).status_code == 302
        row.refresh_from_db()
        assert row.body == "<p>Prima.</p>"
        assert row.photo_uses.count() == 2
        assert [term.slug for term in row.keywords.all()] == ["legami"]

    def test_never_goes_over_what_was_saved_meanwhile(self, desk):
        row = make_chronicle(body="<p>Prima.</p>")
        save(desk, row)
        url = history(desk, row).context["versions"][0]["url"]
        sent = form_of(desk.get(url))
        save(desk, row, body="<p>Più nuovo.</p>")
        version = Chronicle.objects.get().version
        response = desk.post(url, sent, follow=True)
        assert "intanto qualcuno ha salvato" in response.content.decode()
        stored = Chronicle.objects.get()
        assert (stored.body, stored.version) == ("<p>Più nuovo.</p>", version)

    def test_counts_on_when_something_was_brought_back(self, desk):
        row = make_chronicle()
        for _ in range(3):
            save(desk, row)
        url = history(desk, row).context["versions"][-1]["url"]
        version = Chronicle.objects.get().version
        desk.post(url, form_of(desk.get(url)))
        assert Chronicle.objects.get().version == version + 1

    def test_that_is_refused_counts_nothing(self, desk):
        row = make_chronicle()
        save(desk, row)
        url = history(desk, row).context["versions"][0]["url"]
        version = Chronicle.objects.get().version
        assert errors_of(desk.post(url, form_of(desk.get(url), title="")))
        assert Chronicle.objects.get().version == version

    def test_never_takes_other_pages_along(self, desk):
        row, other = make_chronicle(title="Uno"), make_chronicle(title="Altro")
        with reversion.create_revision():
            row.save()
            other.save()
        Chronicle.objects.update(title="Dopo")
        response = desk.post(history(desk, row).context["versions"][0]["url"])
        assert response.status_code == 302
        row.delete()
        version = Version.objects.get_deleted(Chronicle).get()
        url = admin_url(Chronicle, "recover", version.pk)
        answer = desk.post(url, follow=True).content.decode()
        assert "salvata insieme ad altre pagine" in answer
        assert Chronicle.objects.get().title == "Dopo"

    @pytest.mark.parametrize(
        "make",
        [
            lambda: make_chronicle(photos=1, state=State.DRAFT, published_at=None),
            make_story,
            lambda: make_issue(blocks=["text"], state=State.DRAFT, published_at=None),
        ],
        ids=["chronicle", "story", "issue"],
    )
    def test_recovers_what_was_deleted(self, desk, make):
        row = make()
        save(desk, row)
        model, pk = type(row), row.pk
        row.delete()
        listed = desk.get(admin_url(model, "recoverlist"))
        url = admin_url(model, "recover", listed.context["deleted"][0].pk)
        response = desk.post(url, form_of(desk.get(url)))
        assert response.status_code == 302, errors_of(response)
        assert model.objects.filter(pk=pk).exists()

    def test_speaks_italian(self, desk):
        html = desk.get(admin_url(Issue, "recoverlist")).content.decode()
        assert "Choose" not in html
        assert "Recover" not in html
