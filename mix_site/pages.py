"""The institutional pages: flat pages of Django's, with our rich text."""

import re

from django import forms
from django.conf import settings
from django.contrib.flatpages.models import FlatPage
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from editorial.richtext import HTMLFormField, sanitise

# The views that look for a flat page at their address.
VIEWS_OF_PAGES = {"page", "credits"}
ADDRESS = re.compile(r"/(?:[-\w]+/)+")


def clean_page(sender, instance, **kwargs):
    """Before a flat page is saved, whoever saves it: its model is Django's."""
    instance.content = sanitise(instance.content)


def is_taken(url):
    """Whether another page of the site answers at `url` and would hide this one."""
    if url.startswith(settings.STATIC_URL):
        return True
    try:
        return resolve(url).view_name not in VIEWS_OF_PAGES
    except Resolver404:
        return False


class PageForm(forms.ModelForm):
    url = forms.CharField(
        label="Indirizzo",
        max_length=100,
        help_text="Comincia e finisce con una barra: «/note-legali/». "
        "Dopo il primo salvataggio non cambia più.",
    )
    content = HTMLFormField(label="Testo", required=False)

    class Meta:
        model = FlatPage
        fields = ["url", "title", "content"]

    def clean_url(self):
        url = self.cleaned_data["url"]
        if not ADDRESS.fullmatch(url):
            raise ValidationError(
                "Usa lettere, numeri e trattini tra due barre: «/note-legali/»."
            )
        if is_taken(url):
            raise ValidationError("A questo indirizzo c’è già una pagina del sito.")
        if FlatPage.objects.filter(url=url).exclude(pk=self.instance.pk).exists():
            raise ValidationError("C’è già una pagina con questo indirizzo.")
        return url
