"""Who came in, who tried to, and who was invited."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from editorial.dates import weekday_date

USER = settings.AUTH_USER_MODEL


class AccessEventQuerySet(models.QuerySet):
    def within(self, **span):
        """Those of the last `span`, given as to `timedelta`."""
        return self.filter(at__gt=timezone.now() - timedelta(**span))


class AccessEvent(models.Model):
    """One line of the register of sign-ins; never a password, a code or a link."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", "accesso con la password"
        FAILED = "failed", "password sbagliata"
        LOCKED = "locked", "accesso bloccato per troppi tentativi"
        SIGNED_OUT = "signed-out", "uscita"
        EXPIRED = "expired", "sessione scaduta"
        SESSIONS_ENDED = "sessions-ended", "sessioni chiuse"
        CODE_RIGHT = "code-right", "codice giusto"
        CODE_WRONG = "code-wrong", "codice sbagliato"
        RECOVERY_USED = "recovery-used", "codice di recupero usato"
        DEVICE_ADDED = "device-added", "verifica in due passaggi attivata"
        DEVICE_RESET = "device-reset", "verifica in due passaggi azzerata"
        RECOVERY_RENEWED = "recovery-renewed", "codici di recupero rifatti"
        RESET_ASKED = "reset-asked", "nuova password chiesta"
        PASSWORD_CHANGED = "password-changed", "password cambiata"
        INVITED = "invited", "invito spedito"
        INVITATION_WITHDRAWN = "invitation-withdrawn", "invito ritirato"
        INVITATION_ACCEPTED = "invitation-accepted", "invito accettato"

    kind = models.CharField("che cosa", max_length=30, choices=Kind)
    at = models.DateTimeField("quando", default=timezone.now)
    user = models.ForeignKey(
        USER, models.SET_NULL, null=True, related_name="access_events"
    )
    # Who leaves is deleted, what happened stays.
    name = models.CharField("nome utente", max_length=150, blank=True)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    address = models.GenericIPAddressField("indirizzo IP", null=True)
    # What a stranger typed is kept as a keyed hash: it may be a password.
    fingerprint = models.CharField(max_length=64, blank=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "evento di accesso"
        verbose_name_plural = "registro degli accessi"
        indexes = [
            models.Index(fields=["at"], name="mix_site_access_at"),
            models.Index(fields=["address", "at"], name="mix_site_access_from"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.name or 'sconosciuto'}"


class Invitation(models.Model):
    """A new colleague may choose a password: once, and not for ever."""

    user = models.OneToOneField(USER, models.CASCADE, related_name="invitation")
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    # Part of the link: another value, and the links sent before are dead.
    nonce = models.CharField(max_length=40, blank=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "invito"
        verbose_name_plural = "inviti"

    def __str__(self):
        return f"Invito a {self.user}"

    @property
    def ends_at(self):
        return self.sent_at + timedelta(days=settings.INVITATION_DAYS)

    @property
    def last_day(self):
        """«venerdì 8 marzo 2019»: the last day on which the link works."""
        return weekday_date(timezone.localtime(self.ends_at))

    @property
    def is_open(self):
        closed = self.accepted_at or self.withdrawn_at or not self.nonce
        return not closed and timezone.now() < self.ends_at
