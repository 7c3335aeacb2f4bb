from django.db import models
from django.urls import reverse

from editorial.richtext import HTMLField
from editorial.vocabulary import ClosedTerm, closed_to

RUBRICS = [
    "racconti",
    "spazi",
    "persone-e-storie",
    "economie-e-relazioni",
    "culture",
]


class Rubric(ClosedTerm):
    """One of the five readings that cross the nine neighbourhoods."""

    question = models.CharField(
        "in una riga", max_length=160, help_text="Che cosa ci si trova."
    )
    description = HTMLField("che cosa vuol dire")
    prompt = models.TextField(
        "promemoria per chi scrive",
        blank=True,
        help_text="Le equipe lo leggono mentre scrivono.",
    )

    class Meta(ClosedTerm.Meta):
        verbose_name = "rubrica"
        verbose_name_plural = "rubriche"
        constraints = [closed_to(RUBRICS, "chronicles_rubric_closed")]

    def get_absolute_url(self):
        return reverse("chronicles:chronicle-list", kwargs={"rubric": self.slug})
