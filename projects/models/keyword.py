from django.db import models
from django.urls import reverse
from taggit.models import ItemBase

from editorial.announcing import AnnouncingQuerySet
from editorial.vocabulary import ClosedTerm, closed_to

KEYWORDS = [
    "legami",
    "beni-comuni",
    "partecipazione",
    "differenze",
    "benessere-e-sicurezza",
]


class Keyword(ClosedTerm):
    """One of the five: a verb and a noun, with the weight on the noun."""

    verb = models.CharField("verbo", max_length=40)
    article = models.CharField(
        "articolo", max_length=5, blank=True, help_text="Tra verbo e nome: «la», «le»."
    )
    description = models.TextField(
        "che cosa vuol dire", help_text="Due o tre frasi, come le diresti a un vicino."
    )

    class Meta(ClosedTerm.Meta):
        verbose_name = "parola chiave"
        verbose_name_plural = "parole chiave"
        constraints = [closed_to(KEYWORDS, "projects_keyword_closed")]

    def get_absolute_url(self):
        return reverse("chronicles:keyword-detail", kwargs={"keyword": self.slug})

    @property
    def phrase(self):
        """The keyword as it is said: «facilitare la partecipazione»."""
        return " ".join(filter(None, [self.verb, self.article, self.name]))


class ActionKeyword(ItemBase):
    content_object = models.ForeignKey(
        "projects.Action", on_delete=models.CASCADE, related_name="keyword_items"
    )
    tag = models.ForeignKey(
        Keyword,
        on_delete=models.PROTECT,
        related_name="action_items",
        verbose_name="parola chiave",
    )

    objects = AnnouncingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="projects_action_keyword_once"
            )
        ]
