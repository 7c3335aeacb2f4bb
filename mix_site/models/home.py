from django.db import models
from django.db.models import Q

from editorial.quotation import QuotationFields
from editorial.richtext import HTMLField


class Home(QuotationFields):
    """What the redazione writes on the first page: one row, always the same."""

    claim = models.CharField(
        "in una riga",
        max_length=120,
        help_text="Che cos’è Mix, in un respiro.",
    )
    introduction = HTMLField("presentazione")
    period = models.CharField("periodo", max_length=60)
    promoter = models.CharField("promosso da", max_length=120)
    featured = models.ManyToManyField(
        "chronicles.Chronicle",
        blank=True,
        related_name="+",
        verbose_name="cronache in evidenza",
        help_text="Vengono per prime. Se non ne scegli, contano le più recenti.",
    )
    updated_at = models.DateTimeField("ultimo aggiornamento", auto_now=True)

    class Meta:
        verbose_name = "pagina iniziale"
        verbose_name_plural = "pagina iniziale"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="mix_site_one_home")
        ]

    def __str__(self):
        return "Pagina iniziale"

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls):
        """Return the one row; an empty, unsaved one before the first content."""
        return cls.objects.first() or cls(claim="Mix. Coesione sociale a Milano")
