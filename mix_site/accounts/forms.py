import re

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from editorial.roles import AMMINISTRAZIONE, EQUIPE, REDAZIONE, ROLES
from projects.models import Project

WHAT_ROLES_DO = {
    EQUIPE: "scrive per i suoi progetti e manda in redazione",
    REDAZIONE: "rivede, pubblica e prepara la newsletter",
    AMMINISTRAZIONE: "si occupa delle persone e delle impostazioni",
}


class EmailForm(forms.Form):
    email = forms.EmailField(
        label="Indirizzo email",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Inserisci un indirizzo email valido, per esempio"
            " nome@esempio.it."
        },
    )


class _CodeForm(forms.Form):
    """Spaces and hyphens help to read a code aloud: they do not count."""

    def clean_code(self):
        code = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(self.pattern, code, re.ASCII | re.IGNORECASE):
            raise ValidationError(self.odd)
        return code.lower()


class PhoneCodeForm(_CodeForm):
    pattern = r"\d{6}"
    odd = "Il codice è di sei cifre: copialo dall’applicazione sul telefono."
    code = forms.CharField(
        label="Codice di sei cifre",
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
            }
        ),
    )


class RecoveryCodeForm(_CodeForm):
    pattern = r"[a-z2-7]{8}"
    odd = "Il codice di recupero è di otto lettere e cifre, come «abcd-2345»."
    code = forms.CharField(
        label="Codice di recupero",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class RoleField(forms.ModelChoiceField):
    def label_from_instance(self, group):
        does = WHAT_ROLES_DO.get(group.name)
        return f"{group.name}: {does}" if does else group.name


class InvitationForm(forms.ModelForm):
    """A new colleague: no password is asked for, they choose it themselves."""

    email = forms.EmailField(
        label="Indirizzo email", help_text="Qui arriva l’invito con il link."
    )
    first_name = forms.CharField(label="Nome", max_length=150)
    last_name = forms.CharField(label="Cognome", max_length=150)
    role = RoleField(
        Group.objects.filter(name__in=ROLES).order_by("pk"),
        label="Ruolo",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    projects = forms.ModelMultipleChoiceField(
        Project.objects.order_by("lot", "name"),
        label="Progetti",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Per chi è di un’equipe: i progetti per cui scrive.",
    )

    class Meta:
        model = get_user_model()
        fields = ["email", "first_name", "last_name"]

    def clean_email(self):
        email = self.cleaned_data["email"]
        if get_user_model().objects.filter(email__iexact=email).exists():
            raise ValidationError("C’è già una persona con questo indirizzo.")
        return email

    def clean(self):
        data = super().clean()
        role = data.get("role")
        if role and role.name == EQUIPE and not data.get("projects"):
            self.add_error("projects", "Scegli almeno un progetto per questa equipe.")
        return data

    def save(self, commit=True):
        user = super().save(commit=False)
        user.username = free_username(user.first_name, user.last_name)
        user.is_staff = True
        user.set_unusable_password()
        if commit:
            user.save()
            self.save_m2m()
        return user

    def _save_m2m(self):
        super()._save_m2m()
        role = self.cleaned_data["role"]
        self.instance.groups.set([role])
        if role.name == EQUIPE:
            self.instance.projects.set(self.cleaned_data["projects"])


def free_username(first_name, last_name):
    """Return «anna.rossi», or «anna.rossi2» if there is one already."""
    parts = filter(None, [slugify(first_name), slugify(last_name)])
    name = ".".join(parts)[:140] or "redazione"
    taken = get_user_model().objects.filter(username__istartswith=name)
    taken = {username.lower() for username in taken.values_list("username", flat=True)}
    number = 2
    chosen = name
    while chosen in taken:
        chosen, number = f"{name}{number}", number + 1
    return chosen
