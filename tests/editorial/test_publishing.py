from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from chronicles.models import Chronicle
from editorial.publishing import Gone, State
from newsletter.models import Issue
from projects.models import Event, Place, Project
from tests.builders import (
    FAR_AHEAD,
    HIDDEN_STATES,
    PUBLISHED_AT,
    make_chronicle,
    make_event,
    make_issue,
    make_place,
    make_project,
    rome,
)

pytestmark = pytest.mark.django_db

MOMENT = timedelta(microseconds=1)
MAKERS = {
    Project: make_project,
    Place: make_place,
    Event: make_event,
    Chronicle: make_chronicle,
    Issue: make_issue,
}
each_model = pytest.mark.parametrize("model", MAKERS, ids=lambda m: m.__name__)
each_hidden_state = pytest.mark.parametrize(
    "state", HIDDEN_STATES.values(), ids=list(HIDDEN_STATES)
)
BELONGING = pytest.mark.parametrize(
    "model", [Place, Event, Chronicle], ids=lambda m: m.__name__
)


@each_model
class TestPublished:
    def test_is_there_from_the_very_moment(self, model):
        row = MAKERS[model]()
        assert row in model.objects.published(at=PUBLISHED_AT)
        before = PUBLISHED_AT - MOMENT
        assert row not in model.objects.published(at=before)

    @each_hidden_state
    def test_leaves_out_every_other_state(self, model, state):
        row = MAKERS[model](**state)
        assert row not in model.objects.published()
        assert not row.is_published

    def test_agrees_with_its_twin(self, model):
        row = MAKERS[model]()
        assert row in model.objects.published()
        assert row.is_published

    def test_scheduled_appears_by_itself(self, model):
        row = MAKERS[model](published_at=FAR_AHEAD)
        assert row in model.objects.published(at=FAR_AHEAD)
        assert row.is_scheduled
        assert row.state_label == "Programmata"


@BELONGING
@each_hidden_state
def test_what_belongs_to_a_hidden_project_is_hidden(model, state):
    row = MAKERS[model](project=make_project(lot=2, **state))
    assert row not in model.objects.published()


@each_model
class TestMoment:
    def test_is_given_on_publication(self, model):
        row = MAKERS[model](state=State.DRAFT, published_at=None)
        assert row.published_at is None
        row.state = State.PUBLISHED
        row.save(update_fields=["state"], state_may_change=True)
        row.refresh_from_db()
        assert row.is_published

    def test_once_given_is_kept(self, model):
        row = MAKERS[model]()
        for state in (State.WITHDRAWN, State.PUBLISHED):
            row.state = state
            row.save(state_may_change=True)
        row.refresh_from_db()
        assert row.published_at == PUBLISHED_AT

    def test_is_demanded_by_the_database(self, model):
        row = MAKERS[model]()
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(published_at=None)

    def test_is_demanded_in_italian(self, model):
        row = MAKERS[model]()
        row.published_at = None
        with pytest.raises(ValidationError, match="ha una data di pubblicazione"):
            row.validate_constraints()

    def test_of_a_version_grows_with_each_save(self, model):
        row = MAKERS[model]()
        row.save(update_fields=["state"])
        row.refresh_from_db()
        assert row.version == 2


class TestGetPublishedOrGone:
    def test_gives_what_is_public(self):
        chronicle = make_chronicle(slug="una")
        assert Chronicle.objects.get_published_or_gone(slug="una") == chronicle

    def test_withdrawn_is_gone(self):
        make_chronicle(slug="una", state=State.WITHDRAWN)
        with pytest.raises(Gone):
            Chronicle.objects.get_published_or_gone(slug="una")

    @pytest.mark.parametrize("published_at", [None, FAR_AHEAD])
    def test_withdrawn_before_its_moment_never_was(self, published_at):
        make_chronicle(slug="una", state=State.WITHDRAWN, published_at=published_at)
        with pytest.raises(Chronicle.DoesNotExist):
            Chronicle.objects.get_published_or_gone(slug="una")

    @pytest.mark.parametrize("name", ["bozza", "revisione", "correggere"])
    def test_never_public_does_not_exist(self, name):
        make_chronicle(slug="una", published_at=None, **HIDDEN_STATES[name])
        with pytest.raises(Chronicle.DoesNotExist):
            Chronicle.objects.get_published_or_gone(slug="una")


ADDRESSES = {
    Project: "/progetti/prova/",
    Place: "/progetti/progetto-1/spazi/prova/",
    Event: "/eventi/prova/",
    Chronicle: "/cronache/prova/",
    Issue: "/newsletter/7/",
}


def make_at_its_address(model, **state):
    if model is Issue:
        return make_issue(number=7, **state)
    lot = {"lot": 1} if model is Project else {}
    return MAKERS[model](slug="prova", **lot, **state)


@each_model
class TestPage:
    def test_of_what_was_withdrawn_answers_410(self, client, model):
        make_at_its_address(model, **HIDDEN_STATES["ritirata"])
        response = client.get(ADDRESSES[model])
        assert response.status_code == 410
        assert "ritirata" in response.content.decode()

    @pytest.mark.parametrize("name", sorted(HIDDEN_STATES.keys() - {"ritirata"}))
    def test_of_what_never_was_public_answers_404(self, client, model, name):
        make_at_its_address(model, **HIDDEN_STATES[name])
        assert client.get(ADDRESSES[model]).status_code == 404

    def test_of_what_was_scheduled_opens_at_its_moment(
        self, client, model, monkeypatch
    ):
        make_at_its_address(model, published_at=FAR_AHEAD)
        assert client.get(ADDRESSES[model]).status_code == 404
        monkeypatch.setattr("django.utils.timezone.now", lambda: FAR_AHEAD)
        assert client.get(ADDRESSES[model]).status_code == 200


@pytest.mark.parametrize("model", [Place, Event, Chronicle])
@pytest.mark.parametrize(("state", "status"), [("withdrawn", 410), ("draft", 404)])
def test_page_of_a_project_that_is_not_public(client, model, state, status):
    project = make_project(lot=1, state=state)
    make_at_its_address(model, project=project)
    assert client.get(ADDRESSES[model]).status_code == status


class TestSameProject:
    @pytest.mark.parametrize(
        ("make_owner", "field", "make_other"),
        [
            (make_chronicle, "place", make_place),
            (make_chronicle, "event", make_event),
            (make_event, "place", make_place),
        ],
    )
    def test_another_project_is_refused(self, make_owner, field, make_other):
        owner = make_owner()
        setattr(owner, field, make_other(project=make_project(lot=2)))
        with pytest.raises(ValidationError) as refused:
            owner.full_clean()
        assert "altro progetto" in refused.value.message_dict[field][0]

    def test_the_city_event_is_everybodys(self):
        city = make_project(lot=None)
        event = make_event(project=city, starts_at=rome(2018, 5, 12))
        chronicle = make_chronicle(event=event)
        chronicle.full_clean()
        assert chronicle.event.project != chronicle.project


def test_moment_of_what_is_published_survives_being_emptied():
    row = Chronicle.objects.get(pk=make_chronicle().pk)
    moment, row.published_at = row.published_at, None
    row.save()
    assert row.published_at == moment


def test_is_public_asks_the_project_too():
    row = make_chronicle(project=make_project(lot=1, state="draft"))
    assert row.is_published
    assert not row.is_public
