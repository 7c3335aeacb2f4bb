from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from editorial.alt_texts import alt_problem
from editorial.announcing import AnnouncingQuerySet
from editorial.images import ImageRecord
from editorial.publishing import check_project_kept, check_same_project
from projects.models.register import Registered, RegisterEntry
from projects.models.release import (
    Release,
    Use,
    good_for,
    private_storage,
    scan_name,  # noqa: F401 (the first migration looks for it here)
)

# What reads from the public folder; nothing prints photographs so far.
ONLINE = (Use.SITE, Use.NEWSLETTER)
# The focal point of a photo of which nobody has said anything, in per cent.
CENTRE = 50
FOCUS = ("focus_x", "focus_y")


class PhotoQuerySet(AnnouncingQuerySet):
    def published(self, on=None, use=Use.SITE):
        """Return the photos that may be shown for this `Use` on the day `on`.

        Nobody whose face can be recognised is shown without a valid release
        (art. 10 c.c., artt. 96-97 L. 633/1941).
        """
        return self.filter(showable("", on, use))

    def online(self, on=None):
        """Return the photos whose files may lie in the public folder."""
        rule = Q()
        for use in ONLINE:
            rule |= showable("", on, use)
        return self.filter(rule)


def showable(prefix, on=None, use=Use.SITE):
    """Return the rule of `PhotoQuerySet.published` for a related photo.

    `prefix` is the lookup path to the photo, for example "photo__".
    """
    released = good_for(use, f"{prefix}release__", on)
    return Q(**{f"{prefix}people__in": Photo.FREE}) | (
        Q(**{f"{prefix}people__in": Photo.NEEDS_RELEASE}) & released
    )


def focus_field(name, start, end):
    return models.PositiveSmallIntegerField(
        name,
        default=CENTRE,
        validators=[MaxValueValidator(100)],
        help_text=f"Da 0 ({start}) a 100 ({end}).",
    )


def centred(whole, part, focus):
    """Return where `part` begins in `whole` to have `focus` per cent in its middle."""
    return min(max(0, round(whole * focus / 100 - part / 2)), whole - part)


def tenths(before, after):
    """Return, in steps of 10, how many per cent of what is cut off is cut `before`."""
    cut = before + after
    return round(10 * before / cut) * 10 if cut else CENTRE


class Photo(Registered, ImageRecord):
    class People(models.TextChoices):
        NOBODY = "nobody", "Nessuno"
        PUBLIC = "public", "Adulti, a un evento pubblico"
        ADULTS = "adults", "Adulti, con liberatoria"
        MINORS = "minors", "Minori, con liberatoria"

    FREE = (People.NOBODY, People.PUBLIC)
    NEEDS_RELEASE = (People.ADULTS, People.MINORS)

    entry_kind = RegisterEntry.Kind.PHOTO
    entered = ("people", "release", "key")
    remembered = ("people", "release_id", "key", "focus_x", "focus_y")

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="photos",
        verbose_name="progetto",
    )
    title = models.CharField(
        "nome interno",
        max_length=120,
        help_text="Serve a ritrovarla: non si vede sul sito.",
    )
    author = models.CharField(
        "autore o autrice", max_length=120, help_text="Chi l’ha scattata: lo scriviamo."
    )
    taken_on = models.DateField("scattata il", null=True, blank=True)
    people = models.CharField(
        "chi si riconosce",
        max_length=10,
        choices=People,
        help_text="Si riconosce un volto? Nel dubbio, sì.",
    )
    release = models.ForeignKey(
        Release,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name="liberatoria",
    )
    focus_x = focus_field("punto importante, da sinistra", "a sinistra", "a destra")
    focus_y = focus_field("punto importante, dall’alto", "in alto", "in basso")
    created_at = models.DateTimeField("caricata il", auto_now_add=True)
    # Drawn by the form for each file: sent again, it finds the photo it became.
    upload_token = models.UUIDField(null=True, unique=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "foto"
        verbose_name_plural = "foto"
        # A file that is asked for names its photo by this.
        indexes = [models.Index(fields=["key"], name="projects_photo_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_x__lte=100, focus_y__lte=100),
                name="projects_photo_focus_inside",
                violation_error_message="Il punto importante è fuori dalla foto.",
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        errors = {}
        check_project_kept(errors, self)
        check_same_project(errors, self, "release")
        if errors:
            raise ValidationError(errors)

    @property
    def is_published(self):
        """The instance's twin of `published()`; select the release beforehand."""
        return self.may_be_shown(Use.SITE)

    def may_be_shown(self, use):
        """Whether it may be shown now for this `Use`."""
        if self.people in self.FREE:
            return True
        # Nothing was said yet of who is in a photo sent a moment ago.
        if self.people not in self.NEEDS_RELEASE or self.release is None:
            return False
        return self.release.is_valid_for(use)

    @property
    def is_online(self):
        """The instance's twin of `online()`."""
        return any(self.may_be_shown(use) for use in ONLINE)

    @property
    def storage(self):
        """Where its files belong now."""
        return default_storage if self.is_online else private_storage()

    def attach(self, upload):
        """As for any picture; the point that was important in the old one is not."""
        is_replaced = bool(self.key)
        super().attach(upload)
        points = [(self.loaded(name), getattr(self, name)) for name in FOCUS]
        if is_replaced and all(before == now for before, now in points):
            self.focus_x = self.focus_y = CENTRE

    def desk_url(self, suffix):
        """The address of one of its files for who works here: `jpg`, `480.webp`."""
        if self.is_online:
            return self.url_of(suffix)
        return reverse("admin:projects_photo_file", args=[self.pk, suffix])

    def gaps(self):
        """Return {field: what is still to be said} before it may be shown."""
        gaps = {
            "author": not self.author and "Scrivi chi l’ha scattata.",
            "people": not self.people and "Di’ se nella foto si riconosce qualcuno.",
            "release": self._release_gap(),
        }
        return {field: words for field, words in gaps.items() if words}

    def _release_gap(self):
        if self.people not in self.NEEDS_RELEASE or self.is_published:
            return ""
        if self.release is None:
            return "Per mostrare chi si riconosce serve una liberatoria: scegli quale."
        return f"La liberatoria {self.release} non vale: {self.release.status.label}."

    @property
    def credit(self):
        return f"Foto di {self.author}"

    def crop_box(self, width, height):
        """Return the largest part of the photo with the ratio `width` : `height`.

        The part is (left, upper, right, lower) in whole pixels of the largest
        rendition, as Pillow's `crop` takes it: around the focal point as far as the
        edges of the photo allow, never outside it, never empty.
        """
        across = min(self.width, max(1, round(self.height * width / height)))
        down = min(self.height, max(1, round(self.width * height / width)))
        left = centred(self.width, across, self.focus_x)
        upper = centred(self.height, down, self.focus_y)
        return left, upper, left + across, upper + down

    def crop_class(self, width, height):
        """Return the classes of gallery.css that crop the photo in the same place."""
        left, upper, right, lower = self.crop_box(width, height)
        x = tenths(left, self.width - right)
        y = tenths(upper, self.height - lower)
        names = [("focus-x", x), ("focus-y", y)]
        return " ".join(f"{name}-{share}" for name, share in names if share != CENTRE)


class PhotoUseQuerySet(models.QuerySet):
    def published(self, use=Use.SITE):
        """Return the uses whose photo may be shown now, the photo loaded."""
        return self.filter(showable("photo__", use=use)).select_related("photo")


class PhotoUse(models.Model):
    """A photo where it is shown: what it says there depends on the page.

    A subclass names in `page` its foreign key to that page.
    """

    page = None

    photo = models.ForeignKey(
        Photo, on_delete=models.PROTECT, related_name="+", verbose_name="foto"
    )
    alt = models.CharField(
        "testo alternativo",
        max_length=250,
        blank=True,
        help_text="Che cosa si vede nella foto? Scrivilo come lo diresti al telefono.",
    )
    is_decorative = models.BooleanField(
        "immagine decorativa",
        default=False,
        help_text="Non dice nulla che il testo non dica già.",
    )
    caption = models.CharField("didascalia", max_length=250, blank=True)
    position = models.PositiveSmallIntegerField("ordine", default=0)

    objects = PhotoUseQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        verbose_name = "foto nella pagina"
        verbose_name_plural = "foto nella pagina"

    def __str__(self):
        return self.caption or self.alt or f"foto {self.position}"

    def clean(self):
        super().clean()
        if self.alt and self.is_decorative:
            raise ValidationError(
                {"alt": "Un’immagine decorativa non ha testo: scegli una delle due."}
            )
        self._check_project()

    def gaps(self):
        """Return {field: what is still to be said} of the photo in this page.

        The names are those of the photo's row in the form of the page.
        """
        gaps = {"alt": self._alt_gap(), **self.photo.gaps()}
        return {field: words for field, words in gaps.items() if words}

    def _alt_gap(self):
        if not self.alt and not self.is_decorative:
            return "Scrivi che cosa si vede, o spunta «Immagine decorativa»."
        return alt_problem(self.alt, self.caption)

    def _check_project(self):
        """A local page shows its own photos; the city's page those of all."""
        owner = getattr(self, self.page)
        if not (self.photo_id and owner.project_id and owner.project.is_local):
            return
        if self.photo.project_id != owner.project_id:
            raise ValidationError({"photo": "Questa foto è di un altro progetto."})
