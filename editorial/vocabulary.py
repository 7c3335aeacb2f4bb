"""Closed vocabularies on top of taggit: their terms exist by migration only."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from taggit.managers import _TaggableManager
from taggit.models import TagBase


class ClosedVocabulary(_TaggableManager):
    """`object.rubrics.add("Inventata")` raises where stock taggit creates it.

    `_to_tag_model_instances` is private to taggit: the version is pinned and a
    test holds this.
    """

    def _to_tag_model_instances(self, tags, tag_kwargs):
        terms = {tag for tag in tags if isinstance(tag, self.through.tag_model())}
        names = {tag for tag in tags if isinstance(tag, str)}
        if strangers := set(tags) - terms - names:
            raise ValueError(f"neither terms nor names of terms: {strangers}")
        found = self.through.tag_model().objects.filter(name__in=names)
        unknown = names - {term.name for term in found}
        if unknown:
            raise ValidationError(
                "«%(term)s» non fa parte del vocabolario.",
                code="closed_vocabulary",
                params={"term": ", ".join(sorted(unknown))},
            )
        return terms | set(found)


class ClosedTerm(TagBase):
    """A term whose slug is one of a fixed list, held by the database itself."""

    slug = models.SlugField("indirizzo", unique=True, max_length=50, editable=False)
    position = models.PositiveSmallIntegerField("ordine", unique=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["position"]

    def save(self, *args, **kwargs):
        # TagBase.save() invents a slug for a new term; here a term without its
        # fixed slug must fail on the constraint instead.
        models.Model.save(self, *args, **kwargs)


def closed_to(slugs, name):
    """Return the constraint that makes a term outside `slugs` impossible."""
    return models.CheckConstraint(
        condition=Q(slug__in=slugs),
        name=name,
        violation_error_message="Il vocabolario è chiuso: non si aggiungono voci.",
    )
