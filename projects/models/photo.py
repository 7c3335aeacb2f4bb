from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import FileExtensionValidator, MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from editorial.announcing import AnnouncingQuerySet
from editorial.images import ImageRecord
from editorial.publishing import check_project_kept, check_same_project

# The focal point of a photo of which nobody has said anything, in per cent.
CENTRE = 50


def private_storage():
    return storages["private"]


def scan_name(release, filename):
    """A random name: the reference of a release says nothing in a listing."""
    extension = filename.rsplit(".", 1)[-1].lower()
    return f"liberatorie/{get_random_string(32)}.{extension}"


class Release(models.Model):
    """A signed release: who may be shown, where and until when."""

    class Status(models.TextChoices):
        VALID = "valid", "valida"
        EXPIRED = "expired", "scaduta"
        NOT_FOR_SITE = "not_for_site", "non vale per il sito"
        WITHDRAWN = "withdrawn", "revocata"

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="releases",
        verbose_name="progetto",
    )
    code = models.CharField(
        "codice",
        max_length=40,
        unique=True,
        help_text="Quello scritto sul foglio firmato, per esempio BBC-2018-014. "
        "Mai il nome di un bambino.",
    )
    signed_on = models.DateField("firmata il")
    valid_until = models.DateField(
        "valida fino al", null=True, blank=True, help_text="Vuoto: senza scadenza."
    )
    for_site = models.BooleanField("vale per il sito", default=True)
    for_newsletter = models.BooleanField("vale per la newsletter", default=False)
    for_print = models.BooleanField("vale per la stampa", default=False)
    scan = models.FileField(
        "scansione",
        storage=private_storage,
        upload_to=scan_name,
        blank=True,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png"])],
        help_text="PDF o immagine. Resta riservata: la vede solo chi lavora al "
        "progetto e la redazione.",
    )
    withdrawn_at = models.DateTimeField(
        "revocata il",
        null=True,
        blank=True,
        help_text="Appena è scritto qui, le foto spariscono dal sito.",
    )
    notes = models.TextField("note interne", blank=True)

    objects = AnnouncingQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "code"]
        verbose_name = "liberatoria"
        verbose_name_plural = "liberatorie"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("signed_on")),
                name="projects_release_ends_after_start",
                violation_error_message="La liberatoria scade prima della firma: "
                "controlla le due date.",
            )
        ]

    def __str__(self):
        return self.code

    def clean(self):
        super().clean()
        errors = {}
        check_project_kept(errors, self)
        if errors:
            raise ValidationError(errors)

    def is_valid_for_site(self, on=None):
        today = on or timezone.localdate()
        return (
            self.for_site
            and self.withdrawn_at is None
            and (self.valid_until is None or self.valid_until >= today)
        )

    @property
    def status(self):
        """Whether it is good for the site today and, if not, the first reason why."""
        if self.withdrawn_at:
            return self.Status.WITHDRAWN
        if not self.for_site:
            return self.Status.NOT_FOR_SITE
        is_valid = self.is_valid_for_site()
        return self.Status.VALID if is_valid else self.Status.EXPIRED


class PhotoQuerySet(AnnouncingQuerySet):
    def published(self, on=None):
        """Return the photos that may be shown on the site on the day `on`.

        Nobody whose face can be recognised is shown without a valid release
        (art. 10 c.c., artt. 96-97 L. 633/1941).
        """
        return self.filter(showable("", on))


def showable(prefix, on=None):
    """Return the rule of `PhotoQuerySet.published` for a related photo.

    `prefix` is the lookup path to the photo, for example "photo__".
    """
    today = on or timezone.localdate()
    release = f"{prefix}release__"
    in_time = Q(**{f"{release}valid_until__isnull": True}) | Q(
        **{f"{release}valid_until__gte": today}
    )
    released = in_time & Q(
        **{f"{release}for_site": True, f"{release}withdrawn_at__isnull": True}
    )
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


class Photo(ImageRecord):
    class People(models.TextChoices):
        NOBODY = "nobody", "Nessuno"
        PUBLIC = "public", "Adulti, a un evento pubblico"
        ADULTS = "adults", "Adulti, con liberatoria"
        MINORS = "minors", "Minori, con liberatoria"

    FREE = (People.NOBODY, People.PUBLIC)
    NEEDS_RELEASE = (People.ADULTS, People.MINORS)

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

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "foto"
        verbose_name_plural = "foto"
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
        if self.people in self.FREE:
            return True
        return self.release is not None and self.release.is_valid_for_site()

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
    def published(self):
        """Return the uses whose photo may be shown now, the photo loaded."""
        return self.filter(showable("photo__")).select_related("photo")


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
        if not self.alt and not self.is_decorative:
            raise ValidationError(
                {"alt": "Scrivi che cosa si vede, o spunta «immagine decorativa»."}
            )
        self._check_project()

    def _check_project(self):
        """A local page shows its own photos; the city's page those of all."""
        owner = getattr(self, self.page)
        if not (self.photo_id and owner.project_id and owner.project.is_local):
            return
        if self.photo.project_id != owner.project_id:
            raise ValidationError({"photo": "Questa foto è di un altro progetto."})
