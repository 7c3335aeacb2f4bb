"""The way of a text: which moves there are, who may make them, and the one function
that makes them.

A state is never written by hand: `Publishable.save` refuses it. What is built in a
state (the first contents, the rows of tests) is created in it, and history brings
texts back, never states.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.dates import sensible_moment
from editorial.notices import notify
from editorial.publishing import State
from editorial.roles import editors, is_administrator, is_editor, projects_of
from editorial.transitions import Transition

# Published with a moment that has not come: no state, but another way on.
SCHEDULED = "scheduled"
WRITABLE = (State.DRAFT, State.CHANGES)
MUST_BE_COMPLETE = (State.REVIEW, State.PUBLISHED)
ALLOWED = {
    State.DRAFT: {State.REVIEW, State.PUBLISHED},
    State.REVIEW: {State.CHANGES, State.PUBLISHED},
    State.CHANGES: {State.REVIEW, State.PUBLISHED},
    SCHEDULED: {State.PUBLISHED, State.CHANGES, State.DRAFT},
    State.PUBLISHED: {State.WITHDRAWN},
    State.WITHDRAWN: {State.DRAFT, State.PUBLISHED},
}
# What an equipe may do with what is its own; the redazione may do everything.
BY_WRITERS = (State.REVIEW,)


@dataclass(frozen=True)
class Verb:
    """A button: what it says and the state that it leads to."""

    name: str
    label: str
    to: str
    needs_note: bool = False


VERBS = {
    verb.name: verb
    for verb in (
        Verb("hand-in", "Invia in redazione", State.REVIEW),
        Verb("publish", "Pubblica", State.PUBLISHED),
        Verb("schedule", "Programma", State.PUBLISHED),
        Verb("ask", "Chiedi una modifica", State.CHANGES, needs_note=True),
        Verb("withdraw", "Ritira dalla pubblicazione", State.WITHDRAWN),
        Verb("to-draft", "Riporta in bozza", State.DRAFT),
    )
}


class Refused(Exception):
    """A move that cannot be made: why, in Italian, and the field it is about."""

    def __init__(self, sentence, field=None):
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


class Incomplete(Refused):
    """What was to be handed in or published lacks something: `missing` says what."""

    def __init__(self, missing, sentence="Manca ancora qualcosa."):
        super().__init__(sentence)
        self.missing = missing


class NotTheirs(Refused):
    """Somebody tried what their role never lets them do."""


def condition(row):
    """Return the state of `row`, or `SCHEDULED`."""
    return SCHEDULED if row.is_scheduled else row.state


def may_edit(user, row):
    """Whether `user` may change the text of `row`, as far as its state goes.

    An equipe writes until it hands in: what is read or public changes with the
    redazione only.
    """
    if row.state in WRITABLE or is_editor(user):
        return True
    # Who is in its equipe, all that the Amministrazione may change, is no text.
    return hasattr(row, "team") and is_administrator(user)


def may_move(user, row, to):
    """Whether the role of `user` ever lets them bring `row` to the state `to`."""
    if is_editor(user):
        return True
    own = getattr(row, "project_id", None) in projects_of(user)
    return user.is_active and own and to in BY_WRITERS


def verbs_for(user, row):
    """Return the moves that `user` may make with `row` now; the first is the next."""
    ways = ALLOWED[condition(row)]
    return [v for v in VERBS.values() if v.to in ways and may_move(user, row, v.to)]


def move(row, to, by, note="", at=None):
    """Bring `row` to the state `to`, as `by` asks; return the `Transition`.

    `at` is the moment of a publication: of now or of an earlier one without it, a
    future one schedules. Asking again for what is already so does nothing and
    returns None. Raises `Refused` with the reason, and then nothing is written.
    """
    with transaction.atomic():
        stored = _lock(row)
        _check_person(stored, to, by)
        if _is_so_already(stored, to, note, at):
            done = None
        else:
            _check(stored, to, note, at)
            done = _write(stored, to, by, note, at)
            _tell(done, stored)
    _bring_up_to_date(row, stored)
    return done


def _lock(row):
    stored = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None:
        raise Refused("Intanto qualcuno l’ha eliminata.")
    return stored


def _check_person(stored, to, by):
    if not may_move(by, stored, to):
        raise NotTheirs("Questo lo può fare solo la redazione.")


def _is_so_already(stored, to, note, at):
    """Whether the same was just done: a button pressed twice, two editors at once."""
    if stored.state != to:
        return False
    if to == State.PUBLISHED:
        return stored.is_published if at is None else at == stored.published_at
    last = Transition.objects.of(stored).first()
    return not note or (last is not None and last.note == note)


def _check(stored, to, note, at):
    if to not in ALLOWED[condition(stored)]:
        raise Refused(f"Intanto lo stato è cambiato: ora è «{stored.state_label}».")
    if to == State.CHANGES and not note.strip():
        raise Refused("Scrivi che cosa va cambiato: l’equipe lo legge.", "note")
    if at is not None:
        _check_moment(at)
    if to in MUST_BE_COMPLETE and (missing := stored.missing()):
        raise Incomplete(missing)


def _check_moment(at):
    try:
        sensible_moment(at)
    except ValidationError as error:
        raise Refused(error.messages[0], "published_at") from error


def _write(stored, to, by, note, at):
    before, now = stored.state, timezone.now()
    stored.state = to
    if to == State.PUBLISHED:
        stored.published_at = at or (stored.published_at if stored.was_public else now)
    elif before == State.PUBLISHED and not stored.was_public:
        stored.published_at = None
    stored.save(update_fields=["state"], state_may_change=True)
    return Transition.objects.create(
        row=stored,
        before=before,
        after=to,
        by=by,
        at=now,
        note=note.strip(),
        published_at=stored.published_at if to == State.PUBLISHED else None,
    )


def _bring_up_to_date(row, stored):
    names = ("state", "published_at", "version", "updated_at")
    for name in names:
        setattr(row, name, getattr(stored, name))
    row._remember_loaded(names)


# --- Who is told ----------------------------------------------------------------


def _tell(done, row):
    values = {"done": done, "row": row, "address": desk_address(row)}
    if done.after == State.REVIEW:
        subject = f"Da leggere: {row}"
        notify(_others(editors(), done), subject, "editorial/mail_review.txt", **values)
    if done.after == State.CHANGES:
        subject = f"Da correggere: {row}"
        users = _others(_who_wrote(row), done)
        notify(users, subject, "editorial/mail_changes.txt", **values)


def _who_wrote(row):
    """The equipe, and who handed it in last, who may be in no equipe."""
    handed_in = Transition.objects.of(row).filter(after=State.REVIEW).first()
    last = [handed_in.by] if handed_in and handed_in.by else []
    return {user.pk: user for user in [*row.writers(), *last]}.values()


def _others(users, done):
    return [user for user in users if user != done.by]


def desk_address(row):
    """Return the path of the form of `row`."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(name, args=[row.pk])


def last_request(row):
    """Return the request for changes that `row` waits for, or None."""
    if row.state != State.CHANGES:
        return None
    return Transition.objects.of(row).filter(after=State.CHANGES).first()
