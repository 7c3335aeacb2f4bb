from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from editorial.announcing import AnnouncingQuerySet
from editorial.publishing import check_project_kept
from projects.models.register import Registered, RegisterEntry


class Use(models.TextChoices):
    """What a photo is shown for: who signs allows each on its own."""

    SITE = "site", "il sito"
    NEWSLETTER = "newsletter", "la newsletter"
    PRINT = "print", "la stampa"


def private_storage():
    return storages["private"]


def scan_name(release, filename):
    """A random name: the reference of a release says nothing in a listing."""
    extension = filename.rsplit(".", 1)[-1].lower()
    return f"liberatorie/{get_random_string(32)}.{extension}"


def good_for(use, prefix="", on=None):
    """Return the rule of `Release.is_valid_for` for a related release.

    `prefix` is the lookup path to the release, for example "photo__release__".
    """
    today = on or timezone.localdate()
    until = f"{prefix}valid_until"
    in_time = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": today})
    return in_time & Q(
        **{f"{prefix}for_{Use(use)}": True, f"{prefix}withdrawn_at__isnull": True}
    )


class ReleaseQuerySet(AnnouncingQuerySet):
    def expiring(self, within_days=30, on=None):
        """Return those good today that end within so many days, the first first."""
        today = on or timezone.localdate()
        until = today + timedelta(days=within_days)
        rows = self.filter(withdrawn_at=None, valid_until__range=(today, until))
        return rows.order_by("valid_until", "code")


class Release(Registered):
    """A signed release: who may be shown, where and until when."""

    class Status(models.TextChoices):
        VALID = "valid", "valida"
        EXPIRED = "expired", "scaduta"
        NOT_FOR_SITE = "not_for_site", "non vale per il sito"
        WITHDRAWN = "withdrawn", "revocata"

    entry_kind = RegisterEntry.Kind.RELEASE
    entered = (
        "code",
        "signed_on",
        "valid_until",
        "for_site",
        "for_newsletter",
        "for_print",
        "scan",
    )
    remembered = (*entered, "withdrawn_at")

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
        editable=False,
        help_text="Da quel momento le foto non si vedono più, e non si torna indietro.",
    )
    notes = models.TextField("note interne", blank=True)

    objects = ReleaseQuerySet.as_manager()

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

    def save(self, *args, **kwargs):
        with transaction.atomic():
            # Whatever a form, a script or an old copy in memory says: no means no.
            self.withdrawn_at = self._stored_withdrawal() or self.withdrawn_at
            super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        errors = {}
        check_project_kept(errors, self)
        if errors:
            raise ValidationError(errors)

    def withdraw(self):
        """Take back what was signed, now and for good; a second time does nothing."""
        if self.withdrawn_at is None:
            self.withdrawn_at = timezone.now()
            self.save(update_fields=["withdrawn_at"])

    def _stored_withdrawal(self):
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        return rows.values_list("withdrawn_at", flat=True).first()

    def _step(self):
        is_withdrawn = self.withdrawn_at and not self.loaded("withdrawn_at")
        if is_withdrawn and not self._state.adding:
            return RegisterEntry.Step.WITHDRAWN
        return super()._step()

    def is_valid_for(self, use, on=None):
        """Whether it allows this `Use` on the day `on` (default: today, in Italy)."""
        today = on or timezone.localdate()
        return (
            getattr(self, f"for_{Use(use)}")
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
        is_valid = self.is_valid_for(Use.SITE)
        return self.Status.VALID if is_valid else self.Status.EXPIRED
