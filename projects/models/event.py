from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from editorial.addresses import Addressed, NotOneOf
from editorial.dates import FIRST, LAST, sensible_moment
from editorial.publishing import (
    Publishable,
    PublishableQuerySet,
    check_project_kept,
    check_same_project,
)
from editorial.richtext import HTMLField
from projects.models.missing import missing_in_photos
from projects.models.photo import PhotoUse

# When an event really starts: the column twin of `effective_start`.
STARTS = Coalesce("postponed_to", "starts_at")
# Put off, and nobody knows until when: the column twin of `is_undated`.
UNDATED = Q(status="postponed", postponed_to__isnull=True)
NEXT_START = Case(When(UNDATED, then=Value(None)), default=STARTS)


# /eventi/calendario.ics is the calendar of all of them.
RESERVED_SLUGS = {"calendario"}


def start_of_day(day):
    """Return midnight of `day` in Italian time, aware."""
    return timezone.make_aware(datetime.combine(day, time.min))


def noon_of(moment):
    """Return noon, in Italian time, of the day of `moment`."""
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), time(12)))


class EventQuerySet(PublishableQuerySet):
    def _with_last_moment(self):
        length = ExpressionWrapper(F("ends_at") - F("starts_at"), DurationField())
        return self.annotate(
            last_moment=Coalesce(
                ExpressionWrapper(F("postponed_to") + length, DateTimeField()),
                "postponed_to",
                "ends_at",
                "starts_at",
            )
        )

    def _over(self, at):
        """An event is over after its last moment; an all-day one after its day.

        What was postponed without a new date is still to come.
        """
        moment = at or timezone.now()
        today = start_of_day(timezone.localdate(moment))
        by_hour = Q(is_all_day=False, last_moment__lt=moment)
        by_day = Q(is_all_day=True, last_moment__lt=today)
        return (by_hour | by_day) & ~UNDATED

    def coming(self, at=None):
        """Return what is not over at the moment `at`, the nearest first."""
        coming = self._with_last_moment().exclude(self._over(at))
        return coming.order_by(NEXT_START.asc(nulls_last=True), "title")

    def past(self, at=None):
        """Return what is over at the moment `at`, the latest first."""
        return (
            self._with_last_moment()
            .filter(self._over(at))
            .order_by(STARTS.desc(), "title")
        )

    def nearest(self, at=None):
        """Return the next event; the last one when nothing is coming; or None."""
        over = Case(When(self._over(at), then=Value(1)), default=Value(0))
        soonest = Case(When(is_past=0, then=NEXT_START)).asc(nulls_last=True)
        parents_first = F("parent").asc(nulls_first=True)
        return (
            self.exclude(status=self.model.Status.CANCELLED)
            ._with_last_moment()
            .annotate(is_past=over)
            .order_by("is_past", soonest, STARTS.desc(), parents_first)
            .first()
        )

    def main(self):
        """Return the events that no public event tells of in its programme."""
        told = self.model.objects.published().values("pk")
        return self.exclude(parent__in=told)

    def main_or_left(self, at=None):
        """Return the main events, and those that outlive the one they belong to."""
        public = self.model.objects.published()
        return self.exclude(parent__in=public.coming(at).order_by().values("pk"))


class Event(Addressed, Publishable):
    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "Confermato"
        CANCELLED = "cancelled", "Annullato"
        POSTPONED = "postponed", "Rinviato"

    url_kwarg = "event"
    published_through = ("project",)

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name="progetto",
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programme",
        verbose_name="fa parte di",
        help_text="L’evento della città di cui questo è un appuntamento.",
    )
    title = models.CharField("titolo", max_length=160)
    slug = models.SlugField(
        "indirizzo della pagina",
        max_length=120,
        unique=True,
        validators=[NotOneOf(RESERVED_SLUGS)],
    )
    summary = models.TextField("in breve", max_length=300)
    starts_at = models.DateTimeField(
        "inizia", validators=[sensible_moment], help_text="Ora italiana."
    )
    ends_at = models.DateTimeField(
        "finisce", null=True, blank=True, validators=[sensible_moment]
    )
    is_all_day = models.BooleanField(
        "senza orario",
        default=False,
        help_text="Conta solo il giorno (o i giorni): l’ora non si mostra.",
    )
    when_note = models.CharField(
        "nota sulla data",
        max_length=200,
        blank=True,
        help_text="Per esempio «il giorno esatto non è noto».",
    )
    place = models.ForeignKey(
        "projects.Place",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="spazio",
    )
    where = models.CharField("luogo", max_length=160, blank=True)
    address = models.CharField("indirizzo", max_length=160, blank=True)
    getting_there = models.CharField("come arrivare", max_length=250, blank=True)
    audience = models.CharField("a chi è rivolto", max_length=160, blank=True)
    is_free = models.BooleanField("ingresso libero", null=True, blank=True)
    rain_plan = models.CharField("in caso di pioggia", max_length=250, blank=True)
    status = models.CharField(
        "come va", max_length=10, choices=Status, default=Status.CONFIRMED
    )
    postponed_to = models.DateTimeField(
        "rinviato al",
        null=True,
        blank=True,
        validators=[sensible_moment],
        help_text="Vuoto: la nuova data è ancora da decidere.",
    )
    body = HTMLField("il programma", blank=True)
    report = HTMLField(
        "com’è andata", blank=True, help_text="Dopo l’evento, il racconto e le foto."
    )

    objects = EventQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["-starts_at"]
        verbose_name = "evento"
        verbose_name_plural = "eventi"
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="projects_event_ends_after_start",
                violation_error_message="L’evento finisce prima di cominciare: "
                "controlla le due date.",
            ),
            models.CheckConstraint(
                condition=Q(postponed_to__isnull=True) | Q(status="postponed"),
                name="projects_event_new_date_if_postponed",
                violation_error_message="La nuova data vale solo per un evento "
                "rinviato.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True})
                    | Q(**{f"{name}__gte": FIRST, f"{name}__lt": LAST}),
                    name=f"projects_event_{name}_in_this_century",
                    violation_error_message="Controlla l’anno delle date.",
                )
                for name in ("starts_at", "ends_at", "postponed_to")
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
                name="projects_event_slug_not_reserved",
                violation_error_message="Questo indirizzo è già una pagina del sito.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="projects_event_not_its_own_parent",
                violation_error_message="Un evento non può far parte di sé stesso.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self._settle_days()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("projects:event-detail", kwargs={"event": self.slug})

    def clean(self):
        super().clean()
        self._settle_days()
        errors = {}
        check_project_kept(errors, self)
        check_same_project(errors, self, "place")
        if self.parent and self.parent.parent_id:
            errors["parent"] = "È già un appuntamento di un altro evento."
        if self.parent and self.pk and self.programme.exists():
            errors["parent"] = "Questo evento ha già i suoi appuntamenti."
        if self.postponed_to and self.starts_at and self.postponed_to <= self.starts_at:
            errors["postponed_to"] = "La nuova data viene prima di quella vecchia."
        if errors:
            raise ValidationError(errors)

    def missing(self):
        return [*super().missing(), *missing_in_photos(self)]

    def _settle_days(self):
        """Set what has no hour to noon: no change of clock moves it to another day."""
        if not self.is_all_day:
            return
        for name in ("starts_at", "ends_at", "postponed_to"):
            if moment := getattr(self, name):
                setattr(self, name, noon_of(moment))
        if self.ends_at == self.starts_at:
            self.ends_at = None

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_postponed(self):
        return self.status == self.Status.POSTPONED

    @property
    def is_undated(self):
        return self.is_postponed and self.postponed_to is None

    @property
    def effective_start(self):
        return self.postponed_to or self.starts_at

    @property
    def effective_end(self):
        """The end, moved by as much as the start when the event is postponed."""
        if self.ends_at is None:
            return None
        return self.ends_at + (self.effective_start - self.starts_at)

    @property
    def days(self):
        """The first and last day in Italian time; the same day twice for one."""
        end = self.effective_end or self.effective_start
        return timezone.localdate(self.effective_start), timezone.localdate(end)

    @property
    def is_over(self):
        if self.is_undated:
            return False
        if self.is_all_day:
            return self.days[1] < timezone.localdate()
        return (self.effective_end or self.effective_start) < timezone.now()


class EventPhoto(PhotoUse):
    page = "event"

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="photo_uses"
    )

    class Meta(PhotoUse.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["event", "photo"],
                name="projects_event_photo_once",
                violation_error_message="Questa foto c’è già.",
            )
        ]
