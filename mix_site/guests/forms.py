from django import forms
from django.core.signing import BadSignature, TimestampSigner

from editorial.preview_links import PreviewAnswer

CHANGE = PreviewAnswer.Verdict.CHANGE
# Seconds: longer than anybody reads, shorter than a form is worth to a machine.
STAMP_AGE = 24 * 60 * 60
STALE = "È passato molto tempo da quando hai aperto la pagina: mandala di nuovo."
FROM_ELSEWHERE = "La risposta non è partita da questa pagina: mandala ancora da qui."
WHAT_TO_CHANGE = "Scrivi che cosa va cambiato: chi l’ha scritta lo legge."


class AnswerForm(forms.Form):
    """What a guest says of a page; there is no cookie, so the form itself is signed."""

    verdict = forms.ChoiceField(
        label="La tua risposta",
        choices=PreviewAnswer.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli una delle due risposte."},
    )
    name = forms.CharField(
        label="Il tuo nome",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Scrivi il tuo nome: così sanno chi risponde."},
    )
    note = forms.CharField(
        label="Una nota (serve se chiedi una modifica)",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    # Whoever sees the page does not see this: only machines fill it in.
    website = forms.CharField(
        label="Lascia vuoto questo campo",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False)

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.link = link
        self.is_full = not link.takes_answers()

    @property
    def new_stamp(self):
        return self._signer.sign(self.link.code)

    @property
    def _signer(self):
        return TimestampSigner(salt="mix_site.guests")

    @property
    def is_from_machine(self):
        return bool(self.data.get("website"))

    def refuse(self):
        """It was sent from a page that is not ours: nothing is lost, nothing taken."""
        self.full_clean()
        self.add_error(None, FROM_ELSEWHERE)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        cleaned = super().clean()
        if not self._is_stamped(cleaned.get("stamp", "")):
            self.add_error(None, STALE)
        if cleaned.get("verdict") == CHANGE and not cleaned.get("note"):
            self.add_error("note", WHAT_TO_CHANGE)
        return cleaned

    def _is_stamped(self, stamp):
        try:
            return self._signer.unsign(stamp, max_age=STAMP_AGE) == self.link.code
        except BadSignature:
            return False
