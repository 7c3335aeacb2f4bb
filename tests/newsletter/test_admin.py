import pytest
from playwright.sync_api import expect

from chronicles.models import Chronicle
from newsletter.admin import BLOCK_INLINES
from newsletter.models import Block, Issue
from projects.models import Keyword
from tests.admin import admin_url, errors_of, form_of, sign_in, sign_in_browser
from tests.builders import PUBLIC, make_block, make_issue

pytestmark = pytest.mark.django_db

DRAFT = {"state": "draft", "published_at": None}
KINDS = [kind.value for kind in Block.Kind]


@pytest.fixture
def boss_client(client):
    return sign_in(client)


def edit(client, issue, **changes):
    """Open the form of `issue` and send it back with `changes`."""
    url = admin_url(Issue, "change", issue.pk)
    return client.post(url, form_of(client.get(url), **changes))


def kinds_of(issue):
    blocks = issue.newsletter_block_set.order_by("ordering")
    return [block.kind for block in blocks]


class TestNumber:
    @pytest.mark.parametrize(
        ("values", "number"), [({}, 7), ({"state": "withdrawn"}, 7), (DRAFT, 8)]
    )
    def test_is_fixed_once_readers_know_it(self, boss_client, values, number):
        issue = make_issue(number=7, **values)
        edit(boss_client, issue, number=8, title="Altro")
        issue.refresh_from_db()
        assert (issue.number, issue.title) == (number, "Altro")

    def test_survives_going_back_to_a_draft(self, boss_client):
        issue = make_issue(number=6, **DRAFT)
        edit(boss_client, issue)
        history = boss_client.get(admin_url(Issue, "history", issue.pk))
        version = history.context["action_list"][0]["url"]
        Issue.objects.update(number=7, **PUBLIC)
        boss_client.post(version, form_of(boss_client.get(version)))
        assert Issue.objects.get().number == 7


class TestBlocks:
    def test_every_kind_can_be_written(self):
        assert sorted(inline.model.KIND for inline in BLOCK_INLINES) == sorted(KINDS)

    def test_each_kind_has_a_prefix_of_its_own(self, boss_client):
        html = boss_client.get(admin_url(Issue, "add")).content.decode()
        for kind in KINDS:
            assert html.count(f'name="blocks_{kind}-TOTAL_FORMS"') == 1

    def test_saving_keeps_kinds_and_order(self, boss_client):
        issue = make_issue(blocks=KINDS)
        assert edit(boss_client, issue).status_code == 302
        assert kinds_of(issue) == KINDS

    def test_moving_deleting_and_adding_keep_the_kinds(self, boss_client):
        issue = make_issue(blocks=["text", "quotation", "text"])
        changes = {
            "blocks_text-0-ordering": "90",
            "blocks_text-1-DELETE": "on",
            "blocks_keywords-TOTAL_FORMS": "1",
            "blocks_keywords-0-region": "main",
            "blocks_keywords-0-ordering": "50",
        }
        edit(boss_client, issue, **changes)
        assert kinds_of(issue) == ["quotation", "keywords", "text"]

    def test_a_new_block_of_each_kind_keeps_it(self, boss_client):
        models = {kind: make_block(kind) for kind in ("chronicle", "event", "photo")}
        issue, changes = make_issue(), {}
        for number, kind in enumerate(KINDS):
            row = f"blocks_{kind}"
            given = {
                "region": "main",
                "ordering": number,
                "quotation": "Eh",
                "alt": "Sì",
            }
            given |= {k: getattr(b, f"{k}_id") for k, b in models.items() if k == kind}
            changes |= {f"{row}-TOTAL_FORMS": "1"}
            changes |= {f"{row}-0-{name}": value for name, value in given.items()}
        edit(boss_client, issue, **changes)
        assert kinds_of(issue) == KINDS

    @pytest.mark.parametrize("kind", ["chronicle", "event", "photo", "quotation"])
    def test_without_their_subject_are_refused_in_words(self, boss_client, kind):
        issue = make_issue()
        row = f"blocks_{kind}"
        changes = {
            f"{row}-TOTAL_FORMS": "1",
            f"{row}-0-region": "main",
            f"{row}-0-ordering": "10",
        }
        assert "Questo campo è obbligatorio." in errors_of(
            edit(boss_client, issue, **changes)
        )

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "//altrove.example/", "progetti", "/a b/"]
    )
    def test_links_lead_to_pages(self, boss_client, link):
        issue = make_issue(blocks=["text"])
        changes = {"blocks_text-0-link_url": link, "blocks_text-0-link_label": "Vai"}
        response = edit(boss_client, issue, **changes)
        assert errors_of(response)[0].startswith("Scrivi un indirizzo del sito")

    def test_cloning_other_peoples_rows_does_nothing(self, boss_client):
        issue = make_issue(blocks=["text"])
        clone = {
            "_clone": f"projects.keyword:{Keyword.objects.first().pk}",
            "_clone_region": "main",
            "_clone_ordering": "10",
        }
        block = f"newsletter.textblock:{Block.objects.get().pk}"
        edit(boss_client, issue, **clone)
        edit(boss_client, issue, **clone | {"_clone": block})
        assert (Keyword.objects.count(), Block.objects.count()) == (5, 1)


class TestHistory:
    def test_an_old_version_has_its_blocks(self, boss_client):
        issue = make_issue(blocks=["text", "quotation", "rubrics"])
        edit(boss_client, issue)
        edit(boss_client, issue, **{"blocks_quotation-0-DELETE": "on"})
        history = boss_client.get(admin_url(Issue, "history", issue.pk))
        oldest = history.context["action_list"][-1]["url"]
        boss_client.post(oldest, form_of(boss_client.get(oldest)))
        assert kinds_of(issue) == ["text", "quotation", "rubrics"]

    def test_what_was_deleted_comes_back_whole(self, boss_client):
        issue = make_issue(blocks=KINDS)
        edit(boss_client, issue)
        boss_client.post(admin_url(Issue, "delete", issue.pk), {"post": "yes"})
        assert not Block.objects.filter(parent=issue.pk).exists()
        bin_ = boss_client.get(admin_url(Issue, "recoverlist"))
        url = admin_url(Issue, "recover", bin_.context["deleted"][0].pk)
        boss_client.post(url, form_of(boss_client.get(url)))
        assert kinds_of(Issue.objects.get()) == KINDS


@pytest.fixture
def desk(page, live_server, client):
    """A browser with a superuser signed in; `desk.visited` grows by itself."""
    sign_in_browser(page, live_server, client)
    page.visited = []
    page.on("request", lambda request: page.visited.append(request.url))
    return page


def insert_block(page, kind):
    """Press the last «+» and choose a kind, as somebody at the desk does."""
    page.locator(".order-machine-insert-target.last").click()
    page.locator(".plugin-button", has_text=kind).click()


@pytest.mark.django_db(transaction=True)
class TestInABrowser:
    def test_blocks_written_by_hand_are_found_in_order(self, desk, live_server):
        desk.goto(live_server.url + admin_url(Issue, "add"))
        desk.fill("#id_number", "7")
        desk.fill("#id_title", "Il settimo")
        desk.fill("#id_subject", "Il settimo")
        insert_block(desk, "Testo")
        insert_block(desk, "Citazione")
        editor = desk.frame_locator(".order-machine iframe.cke_wysiwyg_frame").first
        editor.locator("body").press_sequentially("Si comincia.")
        desk.fill("#id_blocks_quotation-0-quotation", "Qui si sta bene.")
        desk.click("[name=_save]")
        expect(desk.locator(".messagelist .success")).to_contain_text("Salvato")
        first, second = Issue.objects.get().newsletter_block_set.order_by("ordering")
        assert (first.kind, first.text) == ("text", "<p>Si comincia.</p>")
        assert (second.kind, second.quotation) == ("quotation", "Qui si sta bene.")

    def test_the_keyboard_inserts_a_block_too(self, desk, live_server):
        desk.goto(live_server.url + admin_url(Issue, "add"))
        desk.locator(".order-machine-insert-target.last").press("Enter")
        expect(desk.locator(".plugin-button", has_text="Testo")).to_be_focused()
        desk.keyboard.press("Enter")
        expect(desk.locator("#id_blocks_text-0-title")).to_be_visible()

    def test_nothing_is_asked_of_other_hosts(self, desk, live_server):
        issue = make_issue(blocks=["text"])
        forms = [admin_url(Chronicle, "add"), admin_url(Issue, "change", issue.pk)]
        for form in forms:
            desk.goto(live_server.url + form, wait_until="networkidle")
            expect(desk.locator(".cke_toolbar").first).to_be_visible()
        own = (live_server.url, "data:", "blob:")
        assert [url for url in desk.visited if not url.startswith(own)] == []
