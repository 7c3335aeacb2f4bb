"""The form of what has a state: it checks the move that is asked for, and no state
ever comes out of it."""

from django import forms
from django.utils import timezone

from editorial.addresses import free_slug
from editorial.publishing import State
from editorial.workflow import VERBS, may_edit

MOVE = "_move"
# What a row cannot be stored without, whatever its state.
ALWAYS_NEEDED = {"project", "title", "name"}
PUBLIC_MOMENT = (
    "È già sul sito, e un momento futuro la nasconderebbe: per toglierla premi "
    "«Ritira dalla pubblicazione»."
)
FUTURE_MOMENT = (
    "È un momento futuro: premi «Programma», oppure cancella la data per pubblicare "
    "subito."
)
LOCKED = (
    "Non è stato salvato niente: intanto è «{}», e per cambiarla serve la redazione. "
    "Quello che hai scritto è ancora qui sotto."
)
PAST_MOMENT = "Questo momento è già passato: scegline uno futuro, o premi «Pubblica»."


class MovingForm(forms.ModelForm):
    """Mixed into the form of a Publishable; `request` is set on the class."""

    request = None
    note = forms.CharField(
        label="Nota",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.typed = self.instance.published_at
        if self.instance.state != State.PUBLISHED:
            self._ask_little()
        if "published_at" in self.fields:
            self.fields["published_at"].help_text = (
                "Ora italiana. Vuoto: da quando premi «Pubblica». Per un momento "
                "futuro premi «Programma»."
            )

    def _ask_little(self):
        """A draft is saved with what there is; the database needs little."""
        for name in self.fields.keys() - ALWAYS_NEEDED:
            if self._may_be_empty(name):
                self.fields[name].required = False

    def _may_be_empty(self, name):
        fields = {field.name: field for field in self._meta.model._meta.concrete_fields}
        return name in fields and fields[name].empty_strings_allowed

    @property
    def verb(self):
        """The move whose button was pressed, None for a plain «Salva»."""
        pressed = VERBS.get(self.request.POST.get(MOVE))
        is_put_off = self.was_scheduled and "published_at" in self.changed_data
        if is_put_off and not pressed and self.cleaned_data.get("published_at"):
            return VERBS["schedule"]
        return pressed

    @property
    def moment(self):
        """The moment to publish at, None for now (or for the one it had)."""
        name = self.verb and self.verb.name
        is_typed = "published_at" in self.changed_data
        return self.typed if name == "schedule" or is_typed else None

    def clean(self):
        cleaned = super().clean()
        # Asked before the instance gets what was typed.
        self.was_scheduled = self.instance.is_scheduled
        self._refuse(cleaned)
        if "slug" in self.fields and not cleaned.get("slug"):
            self._make_slug(cleaned)
        if "published_at" in cleaned:
            self._settle_moment(cleaned)
        return cleaned

    def _refuse(self, cleaned):
        """What was found when it was tried is said the second time."""
        refusal = getattr(self.request, "refusal", None)
        if refusal:
            field = refusal.field if refusal.field in self.fields else None
            self.add_error(field, refusal.sentence)
        elif self.instance.pk and not may_edit(self.request.user, self.instance):
            self.add_error(None, LOCKED.format(self.instance.state_label))
        elif self.verb and self.verb.needs_note and not cleaned.get("note", "").strip():
            self.add_error("note", "Scrivi che cosa va cambiato: l’equipe lo legge.")

    def _make_slug(self, cleaned):
        name = next((n for n in ("title", "name") if n in self.fields), None)
        if cleaned.get(name):
            cleaned["slug"] = free_slug(self.instance, cleaned[name])

    def _settle_moment(self, cleaned):
        """Judge the moment for what is asked; the row keeps the one it has.

        What was once public is moved by a button alone, and what does not change
        is not written again without its microseconds.
        """
        row, stored = self.instance, self.instance.published_at
        is_other = "published_at" in self.changed_data
        self.typed = cleaned["published_at"] if is_other else stored
        if problem := self._moment_problem(is_other):
            self.add_error("published_at", problem)
        elif row.state in (State.PUBLISHED, State.WITHDRAWN) and (
            self.verb or self.typed is None
        ):
            cleaned["published_at"] = stored
        else:
            cleaned["published_at"] = self.typed

    def _moment_problem(self, is_other):
        name = self.verb and self.verb.name
        is_future = self.typed is not None and self.typed > timezone.now()
        if name == "schedule" and self.typed is None:
            return "Da quando si deve vedere? Scrivi il giorno e l’ora."
        if name == "schedule" and not is_future:
            return PAST_MOMENT
        if name == "publish" and is_future and (is_other or not self.was_scheduled):
            return FUTURE_MOMENT
        if name is None and is_future and self.instance.was_public:
            is_out = self.instance.state == State.PUBLISHED
            return PUBLIC_MOMENT if is_out else FUTURE_MOMENT
        return None
