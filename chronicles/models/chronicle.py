from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Prefetch, Q, When
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from chronicles.models.rubric import Rubric
from editorial.addresses import Addressed, NotOneOf
from editorial.announcing import AnnouncingQuerySet
from editorial.patchwork import patch
from editorial.publishing import Publishable, PublishableQuerySet, check_same_project
from editorial.richtext import HTMLField, reading_minutes
from editorial.vocabulary import ClosedVocabulary
from projects.models import Keyword
from projects.models.missing import missing_in_photos
from projects.models.photo import PhotoUse

# Each of these is a path of its own below /cronache/.
RESERVED_SLUGS = {
    "feed",
    "pagina",
    "parole",
    "quartieri",
    "rubriche",
    "storie",
    "trama",
}


class ChronicleQuerySet(PublishableQuerySet):
    def for_cards(self):
        """Load what a card shows: two queries, however many cards."""
        return self.select_related("project", "cover__photo__release").prefetch_related(
            Prefetch("rubric_items", ChronicleRubric.in_order())
        )

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def older_first_than(self, chronicle):
        """Order as the lists go on from `chronicle`; after the last, from the top."""
        older = Q(published_at__lt=chronicle.published_at) | Q(
            published_at=chronicle.published_at, pk__lt=chronicle.pk
        )
        is_newer = Case(When(older, then=0), default=1)
        return self.order_by(is_newer, "-published_at", "-pk").only("title", "slug")

    def in_reading_order(self):
        """Order a story's instalments as they happened."""
        return self.order_by(Coalesce("happened_on", TruncDate("published_at")), "pk")

    def in_rubric(self, rubric):
        """Return what carries the rubric, main or not; everything for None."""
        if rubric is None:
            return self
        return self.filter(rubric_items__tag=rubric)


class Chronicle(Addressed, Publishable):
    url_kwarg = "chronicle"
    published_through = ("project",)
    needs = {"body": "Scrivi il testo."}

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="chronicles",
        verbose_name="progetto",
    )
    title = models.CharField("titolo", max_length=160)
    slug = models.SlugField(
        "indirizzo della pagina",
        max_length=120,
        unique=True,
        validators=[NotOneOf(RESERVED_SLUGS)],
        help_text="Si compila da solo dal titolo. Se lo cambi dopo la "
        "pubblicazione, il vecchio porta al nuovo.",
    )
    happened_on = models.DateField(
        "quando è successo",
        null=True,
        blank=True,
        help_text="Vuoto per una riflessione: vale la data di pubblicazione.",
    )
    when_label = models.CharField(
        "quando, a parole",
        max_length=80,
        blank=True,
        help_text="Se il giorno non si sa o non è uno solo: «primavera 2018, "
        "ogni mercoledì».",
    )
    standfirst = models.TextField(
        "premessa",
        max_length=400,
        blank=True,
        help_text="Due righe prima del testo. In «Persone e storie» non serve.",
    )
    body = HTMLField(
        "testo",
        blank=True,
        help_text="Per i Racconti bastano poche parole: resta sotto le 1.500 battute.",
    )
    resources = models.TextField(
        "risorse incontrate", blank=True, help_text="Chi e che cosa ha aiutato."
    )
    obstacles = models.TextField(
        "ostacoli incontrati", blank=True, help_text="Che cosa ha frenato."
    )
    results = models.TextField(
        "risultati, per ora", blank=True, help_text="Che cosa è cambiato."
    )
    byline = models.CharField(
        "a cura di",
        max_length=160,
        blank=True,
        help_text="Vuoto: «equipe» e il nome del progetto.",
    )
    story = models.ForeignKey(
        "chronicles.Story",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="chronicles",
        verbose_name="storia a puntate",
    )
    place = models.ForeignKey(
        "projects.Place",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="chronicles",
        verbose_name="spazio",
    )
    event = models.ForeignKey(
        "projects.Event",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="chronicles",
        verbose_name="evento",
    )
    media_url = models.URLField(
        "audio o video",
        blank=True,
        help_text="L’indirizzo della pagina: il sito la apre solo su richiesta.",
    )
    media_title = models.CharField(
        "titolo dell’audio o del video", max_length=160, blank=True
    )
    cover = models.ForeignKey(
        "chronicles.ChroniclePhoto",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    rubrics = TaggableManager(
        "rubriche",
        through="chronicles.ChronicleRubric",
        manager=ClosedVocabulary,
        blank=True,
        related_name="chronicles",
        help_text="",
    )
    keywords = TaggableManager(
        "parole chiave",
        through="chronicles.ChronicleKeyword",
        manager=ClosedVocabulary,
        blank=True,
        related_name="chronicles",
        help_text="",
    )

    objects = ChronicleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-published_at", "-pk"]
        verbose_name = "cronaca"
        verbose_name_plural = "cronache"
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
                name="chronicles_slug_not_reserved",
                violation_error_message="Questo indirizzo è già una pagina del sito.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "-published_at", "-id"], name="chronicles_newest"
            ),
            models.Index(
                fields=["project", "state", "-published_at", "-id"],
                name="chronicles_public_of_project",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("chronicles:chronicle-detail", kwargs={"chronicle": self.slug})

    def clean(self):
        super().clean()
        errors = {}
        check_same_project(errors, self, "story")
        check_same_project(errors, self, "place")
        self._check_event(errors)
        if errors:
            raise ValidationError(errors)

    def missing(self):
        found = super().missing()
        if not any(item.is_main for item in self.rubric_items.all()):
            found.append(("main_rubric", "Scegli la rubrica principale."))
        if self.media_url and not self.media_title:
            words = "Che cosa si ascolta o si guarda? Dagli un titolo."
            found.append(("media_title", words))
        return found + missing_in_photos(self)

    def _check_event(self, errors):
        """A chronicle may tell of its project's events and of the city's."""
        if self.event and self.event.project.is_local:
            check_same_project(errors, self, "event")

    @property
    def main_rubric(self):
        """The rubric that gives the shape; None while a draft has none."""
        items = self.rubric_items.all()
        main = [item.tag for item in items if item.is_main]
        return next(iter(main or [item.tag for item in items]), None)

    @property
    def all_rubrics(self):
        """The rubrics, the main one first, from the prefetched items."""
        items = sorted(self.rubric_items.all(), key=lambda item: not item.is_main)
        return [item.tag for item in items]

    @property
    def patch(self):
        """What is drawn where there is no photo; never the same for two chronicles."""
        return patch(self.pk, [rubric.slug for rubric in self.all_rubrics])

    @property
    def shown_on(self):
        return self.happened_on or (
            timezone.localdate(self.published_at) if self.published_at else None
        )

    @property
    def signature(self):
        return self.byline or f"equipe {self.project.short_name}"

    @property
    def minutes(self):
        return reading_minutes(self.body)

    @property
    def was_edited(self):
        """Whether it changed on a later day than the one it was written on."""
        days = [timezone.localdate(at) for at in (self.created_at, self.updated_at)]
        return days[0] < days[1]

    @property
    def changed_at(self):
        """When readers last met something new: its publication, unless edited later.

        The hours of the day it was written on belong to the writing.
        """
        is_later = self.was_edited and self.updated_at > self.published_at
        return self.updated_at if is_later else self.published_at

    @property
    def public_cover(self):
        """The cover as it may be shown now, or None."""
        return self.cover if self.cover and self.cover.photo.is_published else None


class ChronicleRubric(ItemBase):
    content_object = models.ForeignKey(
        Chronicle, on_delete=models.CASCADE, related_name="rubric_items"
    )
    tag = models.ForeignKey(
        Rubric,
        on_delete=models.PROTECT,
        related_name="chronicle_items",
        verbose_name="rubrica",
    )
    is_main = models.BooleanField("principale", default=False)

    objects = AnnouncingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="chronicles_rubric_once"
            ),
            models.UniqueConstraint(
                fields=["content_object"],
                condition=Q(is_main=True),
                name="chronicles_one_main_rubric",
                violation_error_message="La rubrica principale è una sola.",
            ),
        ]

    @classmethod
    def in_order(cls):
        return cls.objects.select_related("tag").order_by("tag__position")


class ChronicleKeyword(ItemBase):
    content_object = models.ForeignKey(
        Chronicle, on_delete=models.CASCADE, related_name="keyword_items"
    )
    tag = models.ForeignKey(
        Keyword,
        on_delete=models.PROTECT,
        related_name="chronicle_items",
        verbose_name="parola chiave",
    )

    objects = AnnouncingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="chronicles_keyword_once"
            )
        ]


class ChroniclePhoto(PhotoUse):
    page = "chronicle"

    chronicle = models.ForeignKey(
        Chronicle, on_delete=models.CASCADE, related_name="photo_uses"
    )
    is_cover = models.BooleanField(
        "copertina",
        default=False,
        help_text="Se non lo dici di nessuna, è la prima.",
    )

    class Meta(PhotoUse.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["chronicle", "photo"],
                name="chronicles_photo_once",
                violation_error_message="Questa foto c’è già.",
            )
        ]
