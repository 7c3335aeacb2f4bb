"""What is public: one rule, asked by every list, page, feed, map and picker."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from editorial.announcing import AnnouncingQuerySet
from editorial.dates import sensible_moment
from editorial.loaded import RemembersLoaded


class State(models.TextChoices):
    DRAFT = "draft", "Bozza"
    REVIEW = "review", "In revisione"
    CHANGES = "changes", "Da correggere"
    PUBLISHED = "published", "Pubblicata"
    WITHDRAWN = "withdrawn", "Ritirata"


class Gone(Exception):
    """The page was public once and has been withdrawn: answered with 410."""


class StateNotMoved(Exception):
    """A state was written by hand: `editorial.workflow.move` is the way."""


class PublishableQuerySet(AnnouncingQuerySet):
    def published(self, at=None):
        """Return the rows that anybody may see at the moment `at` (default: now).

        "Programmata" is not a state: a row published with a future moment
        becomes visible by itself when that moment has come.
        """
        return self.filter(self._visible(at or timezone.now()))

    def published_beside(self, row):
        """Return what readers meet on the page of `row`, also before it is a page.

        For a public row this is `published()`. For the preview of any other, what
        would be public if `row` were: it, and what hangs on it.
        """
        if row.is_public:
            return self.published()
        rule = self._visible(timezone.now(), row)
        itself = Q(pk=row.pk) if self.model is type(row) else Q(pk__in=[])
        return self.filter(rule | itself)

    def hidden(self, at=None):
        """Return all the rows that `published()` does not."""
        return self.exclude(self._visible(at or timezone.now()))

    def _visible(self, moment, counted=None):
        """The rule of `published()`; `counted` is an owner that counts as public."""
        rule = self._public("", moment)
        for name in self.model.published_through:
            owner = self._public(f"{name}__", moment)
            if isinstance(counted, self.model._meta.get_field(name).related_model):
                owner |= Q(**{name: counted.pk})
            rule &= owner
        return rule

    def _public(self, prefix, moment):
        state = {f"{prefix}state": State.PUBLISHED}
        return Q(**state, **{f"{prefix}published_at__lte": moment})

    def get_published_or_gone(self, **lookup):
        """Return the one public row, for a page.

        Raises `Gone` if it was withdrawn, `DoesNotExist` if it never was public.
        `self` may carry select_related and prefetch_related.
        """
        try:
            return self.published().get(**lookup)
        except self.model.DoesNotExist:
            if self.model._default_manager.filter(**lookup).withdrawn().exists():
                raise Gone from None
            raise

    def withdrawn(self):
        """Return the rows once public that are, or whose project is, withdrawn."""
        known, taken_away = Q(), Q()
        for prefix in self._prefixes():
            known &= Q(
                **{
                    f"{prefix}state__in": [State.PUBLISHED, State.WITHDRAWN],
                    f"{prefix}published_at__lte": timezone.now(),
                }
            )
            taken_away |= Q(**{f"{prefix}state": State.WITHDRAWN})
        return self.filter(known & taken_away)

    def _prefixes(self):
        return ["", *(f"{name}__" for name in self.model.published_through)]


class Publishable(RemembersLoaded):
    # Relations that must be public too: a place of a withdrawn project is not.
    published_through = ()
    # What is said of a field that must be written before the page is handed in,
    # where its name alone is not enough.
    needs = {}
    remembered = (*RemembersLoaded.remembered, "state")

    state = models.CharField(
        "stato", max_length=10, choices=State, default=State.DRAFT, db_index=True
    )
    published_at = models.DateTimeField(
        "pubblica dal",
        null=True,
        blank=True,
        validators=[sensible_moment],
        help_text="Ora italiana. Vuoto: dal momento in cui la pubblichi. "
        "Un momento futuro programma la pubblicazione.",
    )
    version = models.PositiveIntegerField("versione", default=0, editable=False)
    created_at = models.DateTimeField("creazione", auto_now_add=True)
    updated_at = models.DateTimeField("ultimo aggiornamento", auto_now=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_moment",
                violation_error_message="Ciò che è pubblicato ha una data di "
                "pubblicazione.",
            )
        ]

    def save(self, *args, state_may_change=False, **kwargs):
        former = self.loaded("state")
        if former not in (None, self.state) and not state_may_change:
            raise StateNotMoved(f"{self._meta.label}: {former} to {self.state}")
        self.stamp_publication()
        self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {
                *kwargs["update_fields"],
                "version",
                "published_at",
                "updated_at",
            }
        super().save(*args, **kwargs)
        self._remember_loaded()

    def clean(self):
        super().clean()
        self.stamp_publication()

    def stamp_publication(self):
        """Give what is published its moment; a moment once given is kept."""
        if self.state == State.PUBLISHED and self.published_at is None:
            self.published_at = self.loaded("published_at") or timezone.now()

    def missing(self):
        """Return what it lacks to be handed in or published.

        Each is (name of a field of its form, what to do in Italian); a draft may
        lack anything that the database can do without.
        """
        return [
            (field.name, self.needs.get(field.name, f"Manca «{field.verbose_name}»."))
            for field in self._meta.concrete_fields
            if field.editable
            and (field.name in self.needs or not field.blank)
            and getattr(self, field.attname) in (None, "")
        ]

    def writers(self):
        """Return the users who write it: the equipe of its project."""
        project = getattr(self, "project", None)
        return list(project.team.all()) if project else []

    @property
    def is_published(self):
        """The instance's twin of `published()`, for the row alone."""
        return (
            self.state == State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def is_public(self):
        """The twin of `published()`: the row and what it belongs to, loaded before."""
        owners = (getattr(self, name) for name in self.published_through)
        return self.is_published and all(owner.is_published for owner in owners)

    @property
    def is_scheduled(self):
        return self.state == State.PUBLISHED and not self.is_published

    @property
    def was_public(self):
        """Whether readers may already know the address."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def state_label(self):
        return "Programmata" if self.is_scheduled else self.get_state_display()


def check_project_kept(errors, row):
    """Add to `errors` when a saved `row` would move to another project.

    What refers to it was chosen within the project that it had.
    """
    if row.pk and row.project_id:
        stored = type(row)._default_manager.filter(pk=row.pk)
        if stored.exclude(project=row.project_id).exists():
            errors["project"] = ValidationError(
                "Il progetto non si cambia più: altre pagine contano su questo."
            )


def check_same_project(errors, owner, field):
    """Add to `errors` when `owner.<field>` belongs to another project.

    Both rows need a `project`; an unset field passes.
    """
    other = getattr(owner, field)
    if other and owner.project_id and other.project_id != owner.project_id:
        errors[field] = ValidationError(
            "Appartiene a un altro progetto: scegline uno di questo progetto."
        )
