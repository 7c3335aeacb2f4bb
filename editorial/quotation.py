from django.db import models


class QuotationFields(models.Model):
    """Somebody's own words, with name and role: on the home and in an issue."""

    quotation = models.TextField(
        "citazione",
        blank=True,
        help_text="Senza virgolette: le mette il sito. Una riga vuota separa i "
        "capoversi.",
    )
    quotation_author = models.CharField("di chi", max_length=120, blank=True)
    quotation_role = models.CharField("ruolo", max_length=160, blank=True)

    class Meta:
        abstract = True
