from content_editor.models import Region
from django.db import models
from django.db.models import Q
from django.urls import reverse

from editorial.publishing import Publishable, PublishableQuerySet


class IssueQuerySet(PublishableQuerySet):
    def newest_first(self):
        return self.order_by("-number")


class Issue(Publishable):
    regions = [Region(key="main", title="Contenuto")]

    number = models.PositiveSmallIntegerField(
        "numero",
        unique=True,
        error_messages={"unique": "C’è già un numero con questa cifra."},
    )
    month_label = models.CharField(
        "mese",
        max_length=40,
        blank=True,
        help_text="«ottobre 2017». Vuoto se non si conosce.",
    )
    title = models.CharField("titolo", max_length=160)
    subject = models.CharField(
        "oggetto del messaggio",
        max_length=120,
        help_text="La cosa più importante per prima.",
    )
    preheader = models.CharField(
        "riga di anteprima",
        max_length=160,
        blank=True,
        help_text="Si legge accanto all’oggetto, prima di aprire.",
    )

    objects = IssueQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-number"]
        verbose_name = "numero"
        verbose_name_plural = "numeri"
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="newsletter_number_from_one",
                violation_error_message="I numeri cominciano da 1.",
            ),
        ]

    def __str__(self):
        return f"Newsletter n. {self.number}"

    def get_absolute_url(self):
        return reverse("newsletter:issue-detail", kwargs={"number": self.number})

    @property
    def label(self):
        """The heading of an issue: «Newsletter n. 2 | ottobre 2017»."""
        return " | ".join(filter(None, [str(self), self.month_label]))
