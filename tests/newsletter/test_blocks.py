import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from newsletter.blocks import (
    REGISTRY,
    UnregisteredBlock,
    renderer_of,
    shown_blocks,
)
from newsletter.models import Block, Issue, TextBlock
from tests.builders import (
    BLOCK_MODELS,
    HIDDEN_STATES,
    hidden_photos,
    make_block,
    make_chronicle,
    make_event,
    make_issue,
    make_photo,
    make_project,
    make_release,
)

pytestmark = pytest.mark.django_db

SAID = {
    "text": {"title": "Raccontare Mix", "text": "<p>Si comincia.</p>"},
    "quotation": {"quotation": "Qui si sta bene", "quotation_author": "Un inquilino"},
    "keywords": {"title": "Le parole"},
    "projects": {"title": "I nove"},
    "rubrics": {"title": "Le cinque"},
    "chronicle": {"title": "Con parole nostre"},
    "event": {"title": "Con parole nostre"},
    "photo": {"caption": "A tavola"},
}


def test_every_kind_has_a_model_and_a_renderer():
    assert set(REGISTRY) == set(Block.Kind) == set(BLOCK_MODELS)


@pytest.mark.parametrize("kind", Block.Kind.values)
class TestKind:
    def test_is_rendered_with_its_words(self, client, kind):
        make_block(kind, parent=make_issue(number=1), **SAID[kind])
        page = client.get("/newsletter/1/").content.decode()
        for words in SAID[kind].values():
            assert words in page

    def test_has_its_own_manager(self, kind):
        issue = make_issue()
        mine = make_block(kind, parent=issue)
        make_block("text" if kind != "text" else "keywords", parent=issue)
        assert list(BLOCK_MODELS[kind].objects.all()) == [mine]

    def test_is_said_by_its_model(self, kind):
        assert make_block(kind).kind == kind


class TestUnregistered:
    def test_raises(self):
        with pytest.raises(UnregisteredBlock, match="'video'"):
            renderer_of(Block(kind="video"))

    def test_does_not_vanish_from_an_issue(self):
        issue = make_issue(blocks=["text"])
        Block.objects.update(kind="video")
        with pytest.raises(UnregisteredBlock):
            shown_blocks(issue)


def hidden_subjects():
    """Yield (kind, subject) of everything that an issue may not show."""
    withdrawn = make_project(lot=9, state="withdrawn")
    yield "chronicle", make_chronicle(project=withdrawn)
    yield "event", make_event(project=withdrawn)
    for state in HIDDEN_STATES.values():
        yield "chronicle", make_chronicle(**state)
        yield "event", make_event(**state)
    for photo in hidden_photos(withdrawn):
        yield "photo", photo


class TestShown:
    def test_leaves_out_what_is_not_public(self):
        issue = make_issue(blocks=["text"])
        for kind, subject in hidden_subjects():
            make_block(kind, parent=issue, **{kind: subject})
        assert [shown.block.kind for shown in shown_blocks(issue)] == ["text"]
        assert issue.newsletter_block_set.count() == 21

    def test_is_in_the_editors_order(self):
        issue = make_issue()
        for ordering, title in [(30, "C"), (10, "A"), (20, "B")]:
            make_block("text", parent=issue, title=title, ordering=ordering)
        titles = [shown.block.title for shown in shown_blocks(issue)]
        assert titles == ["A", "B", "C"]

    def test_takes_nothing_from_another_issue(self):
        make_issue(blocks=["text"])
        assert shown_blocks(make_issue()) == []

    def test_projects_are_the_public_lots(self):
        for lot, state in [(2, {}), (1, {}), (None, {}), (3, {"state": "draft"})]:
            make_project(lot=lot, **state)
        issue = make_issue(blocks=["projects"])
        (shown,) = shown_blocks(issue)
        assert [project.lot for project in shown.rows] == [1, 2]

    @pytest.mark.parametrize("kind", ["keywords", "rubrics"])
    def test_terms_are_the_five_in_order(self, kind):
        (shown,) = shown_blocks(make_issue(blocks=[kind]))
        assert [term.position for term in shown.rows] == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("times", [1, 5])
    def test_costs_one_query_however_long(self, times, django_assert_num_queries):
        photo = make_photo()
        blocks = [{"kind": "photo", "photo": photo}, "chronicle", "event", "text"]
        issue = make_issue(blocks=blocks * times)
        with django_assert_num_queries(1):
            assert len(shown_blocks(issue)) == 4 * times


class TestSubject:
    @pytest.mark.parametrize("kind", ["chronicle", "event", "photo"])
    def test_is_demanded_by_the_database(self, kind):
        row = BLOCK_MODELS[kind](parent=make_issue(), region="main", ordering=1)
        row.kind = kind
        with pytest.raises(IntegrityError):
            Block.objects.bulk_create([row])

    @pytest.mark.parametrize("kind", ["chronicle", "event", "photo"])
    def test_is_demanded_in_italian(self, kind):
        row = BLOCK_MODELS[kind](parent=make_issue(), region="main", ordering=1)
        row.kind = kind
        with pytest.raises(ValidationError, match="Scegli che cosa mostra"):
            row.full_clean()


class TestIssue:
    def test_number_is_used_once(self):
        make_issue(number=1)
        with pytest.raises(IntegrityError):
            Issue.objects.bulk_create([Issue(number=1, title="A", subject="A")])

    def test_number_used_twice_is_said_in_italian(self):
        make_issue(number=1)
        with pytest.raises(ValidationError, match="C’è già un numero"):
            Issue(number=1, title="A", subject="A").full_clean()

    def test_numbers_begin_with_one(self):
        with pytest.raises(IntegrityError):
            Issue.objects.bulk_create([Issue(number=0, title="A", subject="A")])

    def test_number_zero_is_refused_in_italian(self):
        with pytest.raises(ValidationError, match="I numeri cominciano da 1"):
            Issue(number=0, title="A", subject="A").full_clean()

    @pytest.mark.parametrize(
        ("month", "label"),
        [
            ("ottobre 2017", "Newsletter n. 2 | ottobre 2017"),
            ("", "Newsletter n. 2"),
        ],
    )
    def test_label(self, month, label):
        assert Issue(number=2, month_label=month).label == label


def test_block_is_told_apart_by_its_title():
    assert str(TextBlock(kind="text", title="Si comincia")) == "Si comincia"


@pytest.mark.parametrize("is_allowed", [True, False])
def test_photo_needs_a_release_for_the_newsletter_to_go_out(is_allowed):
    release = make_release(for_newsletter=is_allowed)
    photo = make_photo(title="La festa", people="adults", release=release)
    issue = make_issue(blocks=[{"kind": "photo", "alt": "x"}])
    make_block("photo", parent=issue, photo=photo, alt="x")
    words = "Foto «La festa»: non ha una liberatoria valida per la newsletter."
    expected = [] if is_allowed else [("blocks_photo-1-photo", words)]
    assert issue.missing() == expected
