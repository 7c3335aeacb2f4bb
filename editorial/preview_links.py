"""Links to a preview for people without an account, and what they answered.

The address is a random code and a signature over it: neither who reads the database
nor who learns the secret key can write one with that alone. It can be shown again
to those who may see the page at the desk, ends by itself, and can be taken back.
"""

from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from editorial.dates import noted
from editorial.notices import notify
from editorial.publishing import State
from editorial.transitions import Transition, name_of
from editorial.workflow import desk_address

MOST_LINKS = 10
MOST_ANSWERS = 20


class TooMany(Exception):
    """There are enough links to a page, or answers to a link."""


def _signer():
    # A mail program may take a colon for the end of an address.
    return Signer(salt="editorial.preview_links", sep=".")


def new_code():
    return token_urlsafe(16)


def end_of_link():
    return timezone.now() + timedelta(days=settings.PREVIEW_LINK_DAYS)


class PreviewLinkQuerySet(models.QuerySet):
    def of(self, row):
        """Return the links to the page of `row`, the latest first."""
        kind = ContentType.objects.get_for_model(row)
        return self.filter(content_type=kind, object_id=row.pk)

    def open(self):
        """Return those that have neither ended nor been taken back."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def make(self, row, user):
        """Make a link to `row` for `user` to send; raise TooMany beyond MOST_LINKS."""
        with transaction.atomic():
            type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
            if self.of(row).open().count() >= MOST_LINKS:
                raise TooMany
            return self.create(row=row, made_by=user)

    def with_token(self, token):
        """Return the link of an address, open or not; None if we never wrote it."""
        try:
            code = _signer().unsign(token)
        except BadSignature:
            return None
        return self.select_related("content_type").filter(code=code).first()


class PreviewLink(models.Model):
    """Lets whoever has its address see one page before readers do."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    row = GenericForeignKey("content_type", "object_id")
    code = models.CharField(max_length=32, unique=True, default=new_code)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="fatto da",
    )
    made_at = models.DateTimeField("fatto il", default=timezone.now)
    expires_at = models.DateTimeField("vale fino al", default=end_of_link)
    revoked_at = models.DateTimeField("annullato il", null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="annullato da",
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        app_label = "editorial"
        ordering = ["-pk"]
        verbose_name = "link di anteprima"
        verbose_name_plural = "link di anteprima"
        indexes = [
            models.Index(
                fields=["content_type", "object_id"], name="editorial_preview_links_of"
            )
        ]

    def __str__(self):
        return f"anteprima di {self.content_type} {self.object_id}"

    @property
    def token(self):
        return _signer().sign(self.code)

    @property
    def path(self):
        return reverse("guests:preview", args=[self.token])

    @property
    def address(self):
        """The whole address, to be sent."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def who(self):
        return name_of(self.made_by) if self.made_by else "Qualcuno"

    @property
    def is_open(self):
        """Whether it still leads somewhere."""
        is_over = self.revoked_at or self.expires_at <= timezone.now()
        return not is_over and self.row is not None

    def revoke(self, user):
        """Take the link back; doing it twice changes nothing."""
        rows = PreviewLink.objects.filter(pk=self.pk, revoked_at=None)
        rows.update(revoked_at=timezone.now(), revoked_by=user)

    def takes_answers(self):
        return self.answers.count() < MOST_ANSWERS

    def answer(self, verdict, name, note):
        """Record what a guest says and tell those who wait for it.

        The same said twice counts once. Raises TooMany beyond MOST_ANSWERS.
        """
        with transaction.atomic():
            PreviewLink.objects.select_for_update().get(pk=self.pk)
            said = {"verdict": verdict, "name": name, "note": note}
            if self.answers.filter(**said).exists():
                return
            if not self.takes_answers():
                raise TooMany
            self._tell(self.answers.create(version=self.row.version, **said))

    def _tell(self, answer):
        users = [*self.row.writers(), *([self.made_by] if self.made_by else [])]
        notify(
            {user.pk: user for user in users}.values(),
            f"Anteprima: una risposta su {self.row}",
            "editorial/mail_preview_answer.txt",
            answer=answer,
            row=self.row,
            address=desk_address(self.row),
        )


@receiver(post_save, sender=Transition)
def end_links(instance, created, **kwargs):
    """A page that is withdrawn is shown by no link of before.

    Also when it is written again: somebody may have asked for it to be gone.
    """
    if created and instance.after == State.WITHDRAWN:
        links = PreviewLink.objects.filter(
            content_type=instance.content_type_id,
            object_id=instance.object_id,
            revoked_at=None,
        )
        links.update(revoked_at=instance.at, revoked_by=instance.by)


class PreviewAnswer(models.Model):
    """What somebody without an account said of a page that they saw."""

    class Verdict(models.TextChoices):
        GOOD = "good", "Va bene"
        CHANGE = "change", "Chiedo una modifica"

    link = models.ForeignKey(
        PreviewLink, on_delete=models.CASCADE, related_name="answers"
    )
    verdict = models.CharField("risposta", max_length=10, choices=Verdict)
    name = models.CharField("nome", max_length=80)
    note = models.TextField("nota", blank=True)
    at = models.DateTimeField("quando", default=timezone.now)
    # Of the text that they had before them.
    version = models.PositiveIntegerField("versione")

    class Meta:
        app_label = "editorial"
        ordering = ["-pk"]
        verbose_name = "risposta a un’anteprima"
        verbose_name_plural = "risposte alle anteprime"

    def __str__(self):
        return f"{self.get_verdict_display()}: {self.name}"

    @property
    def when(self):
        return noted(self.at)
