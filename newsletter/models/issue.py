from content_editor.models import Region
from django.db import models
from django.db.models import Q
from django.urls import reverse

from editorial.publishing import Publishable, PublishableQuerySet
from projects.models import Use

UNRELEASED = "Foto «{}»: non ha una liberatoria valida per la newsletter."


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

    def missing(self):
        return super().missing() + [
            (f"blocks_photo-{number}-photo", UNRELEASED.format(block.photo))
            for number, block in enumerate(self._photo_blocks())
            if not block.photo.may_be_shown(Use.NEWSLETTER)
        ]

    def _photo_blocks(self):
        """As the form of the issue counts them."""
        return self.newsletter_block_set.complete().filter(kind="photo")

    @property
    def use_label(self):
        """How it stands in the list of where a photo was used: what is out is out."""
        return "già spedito o pubblicato" if self.was_public else self.state_label

    @property
    def label(self):
        """The heading of an issue: «Newsletter n. 2 | ottobre 2017»."""
        return " | ".join(filter(None, [str(self), self.month_label]))
