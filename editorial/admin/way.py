"""What the form of a Publishable says of its way: where it stands, what can be done,
what is missing, what happened."""

from dataclasses import dataclass, field

from editorial.dates import since
from editorial.previews import badge
from editorial.publishing import State
from editorial.roles import is_editor
from editorial.transitions import Transition
from editorial.workflow import (
    BY_WRITERS,
    SCHEDULED,
    VERBS,
    condition,
    last_request,
    may_edit,
    verbs_for,
)

# Moves that come with a note stand beside it, apart from the others.
WITH_NOTE = {
    "ask": "Che cosa va cambiato",
    "withdraw": "Perché la ritiri (facoltativo)",
}


@dataclass
class Way:
    """What templates/admin/_way_*.html show."""

    badge: str
    words: str
    save_label: str
    is_open: bool
    verbs: list
    note_verb: object
    note_label: str
    request: object = None
    history: list = field(default_factory=list)


def way_of(user, row, context):
    """Return the `Way` of `row`, which may be new, for `user`."""
    verbs = verbs_for(user, row) if row.pk else _verbs_for_new(user, row)
    may_write = context["adminform"].form.instance.pk is None or may_edit(user, row)
    note_verb = next((verb for verb in verbs if verb.name in WITH_NOTE), None)
    return Way(
        badge=badge(condition(row), row.state_label),
        words=words_of(user, row),
        save_label="Salva bozza" if row.state == State.DRAFT else "Salva",
        is_open=may_write,
        verbs=[verb for verb in verbs if verb is not note_verb],
        note_verb=note_verb,
        note_label=WITH_NOTE[note_verb.name] if note_verb else "",
        request=last_request(row) if row.pk else None,
        history=list(Transition.objects.of(row)) if row.pk else [],
    )


def _verbs_for_new(user, row):
    """Whose project it will be is not known yet: the move itself will ask."""
    verbs = [VERBS[name] for name in ("hand-in", "publish", "schedule")]
    if is_editor(user):
        return verbs
    has_project = hasattr(row, "project_id")
    return [verb for verb in verbs if has_project and verb.to in BY_WRITERS]


def words_of(user, row):
    """Say in a sentence what the state of `row` means for who reads it here."""
    stands = condition(row)
    if stands == SCHEDULED:
        return f"Si vedrà sul sito da sola, {since(row.published_at)}."
    if stands == State.PUBLISHED:
        return _public_words(row)
    if stands == State.WITHDRAWN:
        return "Chi apre il suo indirizzo legge che la pagina è stata ritirata."
    if stands == State.REVIEW and not is_editor(user):
        return "La redazione la sta leggendo: intanto il testo non si cambia."
    return ""


def _public_words(row):
    if row.is_public:
        return f"È sul sito {since(row.published_at)}."
    return "Non si vede ancora sul sito: il suo progetto non è pubblico."


# --- One list of everything that is not right -----------------------------------


def list_of_problems(request, context, row):
    """Return (id of the field, sentence) for all that is missing or wrong."""
    refusal = getattr(request, "refusal", None)
    if missing := getattr(refusal, "missing", None):
        return _by_id(missing)
    form = context["adminform"].form
    if form.is_bound:
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        forms = [form, *(form for formset in formsets for form in formset.forms)]
        return [problem for form in forms for problem in _errors(form)]
    if row is not None and "manca" in request.GET:
        return _by_id(row.missing())
    return []


def _by_id(missing):
    return [(f"id_{name}", sentence) for name, sentence in missing]


def _errors(form):
    return [
        (form[name].auto_id, f"{form[name].label}: {' '.join(found)}")
        for name, found in form.errors.items()
        if name in form.fields
    ]
