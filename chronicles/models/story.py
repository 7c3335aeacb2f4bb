from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from chronicles.models.chronicle import Chronicle
from editorial.addresses import Addressed
from editorial.counting import CountOf
from editorial.publishing import PublishableQuerySet, check_project_kept


class StoryQuerySet(PublishableQuerySet):
    def published(self, at=None):
        """Return the stories with at least one public instalment."""
        return self._told_in(Chronicle.objects.published(at))

    def published_beside(self, row):
        return self._told_in(Chronicle.objects.published_beside(row))

    def _told_in(self, chronicles):
        return self.filter(Exists(chronicles.filter(story=OuterRef("pk"))))

    def withdrawn(self):
        """Return the stories of which nothing is left but withdrawn instalments."""
        gone = Chronicle.objects.withdrawn().filter(story=OuterRef("pk"))
        return self.filter(Exists(gone)).exclude(pk__in=self.published().values("pk"))

    def with_totals(self):
        """Add `total`, the number of public instalments."""
        instalments = Chronicle.objects.published().filter(story=OuterRef("pk"))
        total = CountOf(instalments.order_by().values("pk"))
        return self.annotate(total=total).order_by("title")


class Story(Addressed):
    """Chronicles that go on from month to month, read in order."""

    url_kwarg = "story"

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="stories",
        verbose_name="progetto",
    )
    title = models.CharField("titolo", max_length=160)
    slug = models.SlugField("indirizzo della pagina", max_length=120, unique=True)
    summary = models.TextField("in breve", max_length=300)
    is_concluded = models.BooleanField("storia conclusa", default=False)
    created_at = models.DateTimeField("creazione", auto_now_add=True)
    updated_at = models.DateTimeField("ultimo aggiornamento", auto_now=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = "storia a puntate"
        verbose_name_plural = "storie a puntate"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("chronicles:story-detail", kwargs={"story": self.slug})

    @property
    def is_published(self):
        return type(self).objects.published().filter(pk=self.pk).exists()

    @property
    def had_readers(self):
        known = type(self).objects.filter(pk=self.pk)
        return known.published().exists() or known.withdrawn().exists()

    @property
    def was_public(self):
        return self.had_readers

    def clean(self):
        super().clean()
        errors = {}
        check_project_kept(errors, self)
        if errors:
            raise ValidationError(errors)
