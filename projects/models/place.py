from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from editorial.addresses import Addressed
from editorial.publishing import Publishable, check_project_kept, check_same_project
from editorial.richtext import HTMLField
from projects.models.missing import missing_in_photo


def _public(photo):
    return photo if photo and photo.is_published else None


class Place(Addressed, Publishable):
    """A space that was not there and now is: a courtyard, a garden, a shelf."""

    class Kind(models.TextChoices):
        COURTYARD = "courtyard", "Cortile"
        ROOM = "room", "Stanza o sala"
        GARDEN = "garden", "Giardino o parco"
        ORCHARD = "orchard", "Orto"
        STREET = "street", "Strada, piazza o incrocio"
        SHELF = "shelf", "Scaffale"
        DESK = "desk", "Sede o sportello"
        OTHER = "other", "Altro"

    url_kwarg = "place"
    published_through = ("project",)

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="places",
        verbose_name="progetto",
    )
    name = models.CharField("nome", max_length=120)
    slug = models.SlugField("indirizzo della pagina", max_length=80, unique=True)
    kind = models.CharField("che spazio è", max_length=10, choices=Kind)
    address = models.CharField(
        "dove",
        max_length=160,
        blank=True,
        help_text="Via e quartiere. Mai l’interno o il nome di chi ci abita.",
    )
    summary = models.TextField("in breve", max_length=300)
    story = HTMLField("la sua storia", blank=True)
    was = models.TextField("che cosa non c’era", blank=True)
    now = models.TextField("che cosa c’è adesso", blank=True)
    remains = HTMLField("che cosa resta", blank=True)
    photo_before = models.ForeignKey(
        "projects.Photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="foto: prima",
    )
    alt_before = models.CharField("che cosa si vede, prima", max_length=250, blank=True)
    photo_after = models.ForeignKey(
        "projects.Photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="foto: dopo",
    )
    alt_after = models.CharField("che cosa si vede, dopo", max_length=250, blank=True)
    position = models.PositiveSmallIntegerField("ordine", default=0)

    class Meta(Publishable.Meta):
        ordering = ["position", "name"]
        verbose_name = "spazio"
        verbose_name_plural = "spazi"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse(
            "projects:place-detail",
            kwargs={"project": self.project.slug, "place": self.slug},
        )

    @property
    def shown_before(self):
        """The photo of before as it may be shown now, or None."""
        return _public(self.photo_before)

    @property
    def shown_after(self):
        """The photo of after as it may be shown now, or None."""
        return _public(self.photo_after)

    @property
    def pair_shape(self):
        """The shape, as `picture` takes it, that makes two photos a pair; or None."""
        pair = [self.shown_before, self.shown_after]
        if None in pair:
            return None
        upright = all(photo.orientation == "portrait" for photo in pair)
        return "4:5" if upright else "4:3"

    def missing(self):
        return [
            *super().missing(),
            *missing_in_photo(self, "photo_before", "alt_before"),
            *missing_in_photo(self, "photo_after", "alt_after"),
        ]

    def clean(self):
        super().clean()
        errors = {}
        if self.alt_before and self.alt_before == self.alt_after:
            errors["alt_after"] = (
                "È lo stesso testo di prima: che cosa si vede che prima non c’era?"
            )
        check_project_kept(errors, self)
        check_same_project(errors, self, "photo_before")
        check_same_project(errors, self, "photo_after")
        if errors:
            raise ValidationError(errors)
