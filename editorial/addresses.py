"""Addresses never change: a changed slug leaves a permanent redirect.

django.contrib.redirects keeps whole paths. Here one slug stands in many (a
project's in its places, filters and calendars), so the slug itself is kept and
any address that contained it is rebuilt.
"""

from itertools import chain, count

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.text import slugify

from editorial.loaded import RemembersLoaded
from editorial.publishing import State


@deconstructible
class NotOneOf:
    """Validator of a slug: none of `reserved`, each of which is another page."""

    def __init__(self, reserved):
        self.reserved = sorted(reserved)

    def __call__(self, slug):
        if slug in self.reserved:
            raise ValidationError(
                "«%(slug)s» è già una pagina del sito: scegli un altro indirizzo.",
                params={"slug": slug},
            )

    def __eq__(self, other):
        return isinstance(other, NotOneOf) and self.reserved == other.reserved


class FormerSlug(models.Model):
    """A slug that a page had while it was public."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    slug = models.SlugField(max_length=120)

    class Meta:
        app_label = "editorial"
        verbose_name = "indirizzo precedente"
        verbose_name_plural = "indirizzi precedenti"
        constraints = [
            # The latest owner of an address is the one that answers it.
            models.UniqueConstraint(
                fields=["content_type", "slug"], name="editorial_one_former_slug"
            )
        ]

    def __str__(self):
        return self.slug


class Addressed(RemembersLoaded):
    """A row with a slug in its address, remembered when it changes.

    `url_kwarg` is the name of the slug in the URL patterns.
    """

    url_kwarg = None

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        former = self.loaded("slug")
        is_known = former and former != self.slug and self.had_readers
        super().save(*args, **kwargs)
        if is_known:
            self.remember_slug(former)
        self._remember_loaded()

    def clean(self):
        super().clean()
        kind = ContentType.objects.get_for_model(self)
        former = FormerSlug.objects.filter(content_type=kind, slug=self.slug)
        if former.exclude(object_id=self.pk or 0).exists():
            raise ValidationError(
                {"slug": "Questo indirizzo porta già a un’altra pagina: scegline uno."}
            )

    @property
    def had_readers(self):
        """Whether the address that is stored may be known to anybody."""
        published_at = self.loaded("published_at")
        return published_at is not None and published_at <= timezone.now()

    def remember_slug(self, slug):
        """Let `slug`, which this page had in public, lead to its present one."""
        FormerSlug.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(self),
            slug=slug,
            defaults={"object_id": self.pk},
        )


def free_slug(row, text):
    """Return a slug for `row` out of `text`, with a number if others have it."""
    field = row._meta.get_field("slug")
    stem = slugify(text)[: field.max_length - 4] or slugify(row._meta.verbose_name)
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(slug for slug in chain([stem], numbered) if _is_free(row, field, slug))


def _is_free(row, field, slug):
    try:
        field.run_validators(slug)
    except ValidationError:
        return False
    kind = ContentType.objects.get_for_model(row)
    former = FormerSlug.objects.filter(content_type=kind, slug=slug)
    others = type(row)._base_manager.filter(slug=slug).exclude(pk=row.pk)
    return not (others.exists() or former.exclude(object_id=row.pk or 0).exists())


def _models_by_kwarg():
    return {
        model.url_kwarg: model
        for model in apps.get_models()
        if issubclass(model, Addressed) and model.url_kwarg
    }


def _current_slug(model, slug):
    former = FormerSlug.objects.filter(
        content_type=ContentType.objects.get_for_model(model), slug=slug
    ).first()
    target = former and former.target
    return target.slug if target and _is_known(target) else slug


def _is_known(target):
    """The new slug of what went back to being a draft is not told to anybody."""
    is_withdrawn = getattr(target, "state", None) == State.WITHDRAWN
    return target.is_published or is_withdrawn


def follow_former_slugs(get_response):
    """Middleware: a 404 whose address holds a former slug becomes a redirect."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return _redirect(request.resolver_match) or response

    return middleware


def _redirect(match):
    known = _models_by_kwarg()
    if match is None or not known.keys() & match.kwargs.keys():
        return None
    kwargs = {
        name: _current_slug(known[name], value) if name in known else value
        for name, value in match.kwargs.items()
    }
    if kwargs == match.kwargs:
        return None
    return HttpResponsePermanentRedirect(reverse(match.view_name, kwargs=kwargs))
