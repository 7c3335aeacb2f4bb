import pytest

from chronicles.covers import choose_cover
from chronicles.models import ActivityFigures, Chronicle, Rubric
from editorial.publishing import State
from tests.admin import admin_url, errors_of, form_of, sign_in
from tests.builders import add_photo, make_chronicle, make_photo, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss_client(client):
    return sign_in(client)


def pk_of(slug):
    return str(Rubric.objects.get(slug=slug).pk)


def edit(client, chronicle, **changes):
    """Open the form of `chronicle` and send it back with `changes`."""
    url = admin_url(Chronicle, "change", chronicle.pk)
    return client.post(url, form_of(client.get(url), **changes))


def rubrics_of(chronicle):
    items = chronicle.rubric_items.order_by("tag__position")
    return [(item.tag.slug, item.is_main) for item in items]


class TestRubrics:
    def test_are_saved_with_the_main_one(self, boss_client):
        chronicle = make_chronicle(rubrics=["racconti", "culture"])
        others = [pk_of("racconti"), pk_of("spazi")]
        edit(boss_client, chronicle, main_rubric=pk_of("culture"), other_rubrics=others)
        assert rubrics_of(chronicle) == [
            ("racconti", False),
            ("spazi", False),
            ("culture", True),
        ]

    def test_the_main_one_is_not_among_the_others(self, boss_client):
        chronicle = make_chronicle(rubrics=["spazi"])
        edit(boss_client, chronicle, other_rubrics=[pk_of("spazi")])
        assert rubrics_of(chronicle) == [("spazi", True)]

    @pytest.mark.parametrize("verb", ["hand-in", "publish"])
    def test_nothing_leaves_the_desk_without_one(self, boss_client, verb):
        chronicle = make_chronicle(rubrics=[], state=State.DRAFT, published_at=None)
        response = edit(boss_client, chronicle, _move=verb, title="Scritto ora")
        link = '<a href="#id_main_rubric" data-field>Scegli la rubrica principale.</a>'
        assert link in boss_client.get(response.url).content.decode()
        chronicle.refresh_from_db()
        assert (chronicle.state, chronicle.title) == (State.DRAFT, "Scritto ora")

    def test_a_draft_may_wait(self, boss_client):
        chronicle = make_chronicle(rubrics=[], state=State.DRAFT)
        edit(boss_client, chronicle, title="Appunti")
        assert Chronicle.objects.get().title == "Appunti"

    def test_an_error_elsewhere_keeps_the_choice(self, boss_client):
        chronicle = make_chronicle(rubrics=["racconti"])
        response = edit(boss_client, chronicle, title="", main_rubric=pk_of("spazi"))
        assert form_of(response)["main_rubric"] == [pk_of("spazi")]

    def test_a_sixth_is_impossible(self, boss_client):
        response = edit(boss_client, make_chronicle(), other_rubrics=["99"])
        assert "99" in errors_of(response)[0]
        assert Rubric.objects.count() == 5

    def test_the_form_says_what_each_is_for(self, boss_client):
        response = boss_client.get(admin_url(Chronicle, "add"))
        for rubric in Rubric.objects.all():
            assert rubric.question in response.content.decode()


class TestNewChronicle:
    def test_is_made_with_rubric_photo_and_figures(self, boss_client):
        project = make_project(lot=1)
        data = form_of(
            boss_client.get(admin_url(Chronicle, "add")),
            project=project.pk,
            title="Si apre l’orto",
            slug="si-apre-l-orto",
            main_rubric=pk_of("spazi"),
            **{
                "photo_uses-TOTAL_FORMS": "1",
                "photo_uses-0-photo": make_photo().pk,
                "photo_uses-0-alt": "L’orto",
                "photo_uses-0-position": "0",
                "figures-0-adults": "12",
            },
        )
        boss_client.post(admin_url(Chronicle, "add"), data)
        chronicle = Chronicle.objects.get()
        assert rubrics_of(chronicle) == [("spazi", True)]
        assert chronicle.cover.alt == "L’orto"
        assert chronicle.figures.participants == 12

    def test_has_no_figures_when_none_were_written(self, boss_client):
        edit(boss_client, make_chronicle())
        assert not ActivityFigures.objects.exists()

    def test_publishing_stamps_the_moment_and_keeps_the_slug(self, boss_client):
        chronicle = make_chronicle(slug="orto", state=State.DRAFT, published_at=None)
        edit(boss_client, chronicle, _move="publish", title="Un altro titolo")
        saved = Chronicle.objects.get()
        assert saved.is_published
        assert saved.slug == "orto"

    def test_a_reserved_address_is_refused_in_words(self, boss_client):
        response = edit(boss_client, make_chronicle(), slug="trama")
        assert "è già una pagina del sito" in errors_of(response)[0]


class TestCover:
    def test_is_the_first_photo_by_position(self, boss_client):
        chronicle = make_chronicle(photos=2)
        edit(boss_client, chronicle, **{"photo_uses-0-position": "5"})
        chronicle.refresh_from_db()
        assert chronicle.cover == chronicle.photo_uses.get(position=1)

    def test_goes_with_its_photo(self, boss_client):
        chronicle = make_chronicle(photos=2)
        edit(boss_client, chronicle, **{"photo_uses-0-DELETE": "on"})
        chronicle.refresh_from_db()
        assert chronicle.cover == chronicle.photo_uses.get()

    def test_is_none_without_photos(self):
        chronicle = make_chronicle(photos=1)
        chronicle.photo_uses.all().delete()
        chronicle.refresh_from_db()
        choose_cover(chronicle)
        assert chronicle.cover is None

    def test_is_no_new_version_of_the_text(self):
        chronicle = make_chronicle()
        add_photo(chronicle, make_photo())
        version = Chronicle.objects.get().version
        choose_cover(chronicle)
        assert Chronicle.objects.get().version == version

    def test_the_same_photo_twice_is_refused_in_words(self, boss_client):
        chronicle = make_chronicle(photos=2)
        photo = chronicle.photo_uses.first().photo_id
        changes = {"photo_uses-1-photo": str(photo)}
        response = edit(boss_client, chronicle, **changes)
        assert "Questa foto c’è già." in errors_of(response)

    def test_a_public_photo_keeps_saying_what_is_seen(self, boss_client):
        chronicle = make_chronicle(photos=1)
        response = edit(boss_client, chronicle, **{"photo_uses-0-alt": ""})
        assert '<a href="#id_photo_uses-0-alt" data-field>' in response.content.decode()
        assert chronicle.photo_uses.get().alt == "Il cortile in festa"


class TestHistory:
    def test_an_old_version_has_its_rubrics_words_and_photos(self, boss_client):
        chronicle = make_chronicle(
            rubrics=["spazi", "culture"], keywords=["legami"], photos=2
        )
        edit(boss_client, chronicle)
        gone = {"photo_uses-0-DELETE": "on", "keywords": None, "other_rubrics": None}
        edit(boss_client, chronicle, main_rubric=pk_of("racconti"), **gone)
        history = boss_client.get(admin_url(Chronicle, "history", chronicle.pk))
        oldest = history.context["action_list"][-1]["url"]
        boss_client.post(oldest, form_of(boss_client.get(oldest)))
        assert rubrics_of(chronicle) == [("spazi", True), ("culture", False)]
        assert chronicle.keywords.get().slug == "legami"
        assert chronicle.photo_uses.count() == 2

    def test_an_old_version_taken_up_again_is_a_new_one(self, boss_client):
        chronicle = make_chronicle(rubrics=["spazi"])
        for title in ("Uno", "Due", "Tre"):
            edit(boss_client, chronicle, title=title)
        chronicle.refresh_from_db()
        history = boss_client.get(admin_url(Chronicle, "history", chronicle.pk))
        oldest = history.context["action_list"][-1]["url"]
        boss_client.post(oldest, form_of(boss_client.get(oldest)))
        again = Chronicle.objects.get()
        assert again.title == "Uno"
        assert again.version > chronicle.version

    def test_what_was_deleted_comes_back_whole(self, boss_client):
        chronicle = make_chronicle(rubrics=["spazi", "culture"], photos=1)
        edit(boss_client, chronicle)
        boss_client.post(admin_url(Chronicle, "delete", chronicle.pk), {"post": "yes"})
        assert not Chronicle.objects.exists()
        bin_ = boss_client.get(admin_url(Chronicle, "recoverlist"))
        url = admin_url(Chronicle, "recover", bin_.context["deleted"][0].pk)
        boss_client.post(url, form_of(boss_client.get(url)))
        returned = Chronicle.objects.get()
        assert rubrics_of(returned) == [("spazi", True), ("culture", False)]
        assert returned.cover == returned.photo_uses.get()
