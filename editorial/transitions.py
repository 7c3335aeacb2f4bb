"""The record of what became of a text: who, when, and what they wrote."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from editorial.dates import noted, since
from editorial.publishing import State

DONE = {
    State.DRAFT: "ha riportato in bozza",
    State.REVIEW: "ha mandato in redazione",
    State.CHANGES: "ha chiesto una modifica",
    State.PUBLISHED: "ha pubblicato",
    State.WITHDRAWN: "ha ritirato dalla pubblicazione",
}


class TransitionQuerySet(models.QuerySet):
    def of(self, row):
        """Return what happened to `row`, the latest first, with who did it."""
        kind = ContentType.objects.get_for_model(row)
        return self.filter(content_type=kind, object_id=row.pk).select_related("by")


class Transition(models.Model):
    """A page that went from one state to another; written by `workflow.move` alone.

    It outlives the page: what was deleted may come back with its past.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    row = GenericForeignKey("content_type", "object_id")
    before = models.CharField("prima", max_length=10, choices=State)
    after = models.CharField("dopo", max_length=10, choices=State)
    published_at = models.DateTimeField("pubblica dal", null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="chi",
    )
    at = models.DateTimeField("quando", default=timezone.now)
    note = models.TextField("nota", blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        app_label = "editorial"
        ordering = ["-pk"]
        verbose_name = "passaggio di stato"
        verbose_name_plural = "passaggi di stato"
        indexes = [
            models.Index(
                fields=["content_type", "object_id"], name="editorial_transitions_of"
            )
        ]

    def __str__(self):
        return f"{self.when} · {self.who} {self.done}"

    @property
    def when(self):
        return noted(self.at)

    @property
    def who(self):
        return name_of(self.by) if self.by else "Qualcuno"

    @property
    def done(self):
        """What was done, in words: «ha mandato in redazione»."""
        if self.is_scheduling:
            return f"ha programmato l’uscita {since(self.published_at)}"
        return DONE[self.after]

    @property
    def is_scheduling(self):
        is_out = self.after == State.PUBLISHED
        return is_out and self.published_at is not None and self.published_at > self.at


def name_of(user):
    """Return how a colleague is called: their name, or else what they sign in with."""
    return user.get_full_name() or user.get_username()
