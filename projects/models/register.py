"""The register: who signed up, changed or took back what, and when."""

from django.conf import settings
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from editorial.actors import actor
from editorial.loaded import RemembersLoaded

NOTHING = "—"


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("The register is only ever added to.")

    delete = bulk_update = update
    update.alters_data = True


class RegisterEntry(models.Model):
    """One step in the life of a release or of a photo; never changed, never deleted."""

    class Step(models.TextChoices):
        ADDED = "added", "registrata"
        CHANGED = "changed", "modificata"
        WITHDRAWN = "withdrawn", "revocata"

    class Kind(models.TextChoices):
        RELEASE = "release", "liberatoria"
        PHOTO = "photo", "foto"

    # Not a foreign key: an entry outlives its row, and is no use of it.
    kind = models.CharField("di che cosa", max_length=10, choices=Kind)
    row = models.BigIntegerField("numero")
    about = models.CharField("come si chiamava", max_length=120)
    step = models.CharField("passo", max_length=10, choices=Step)
    note = models.TextField("che cosa è cambiato", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="chi",
    )
    user_name = models.CharField("nome di chi", max_length=200, blank=True)
    at = models.DateTimeField("quando", auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "passo del registro"
        verbose_name_plural = "registro"
        indexes = [models.Index(fields=["kind", "row"], name="projects_register_row")]

    def __str__(self):
        return f"{self.about}: {self.get_step_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The register is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The register is only ever added to.")


class Registered(RemembersLoaded):
    """A row whose steps are written into the register, whoever saves it and how.

    `entered` names the fields that are told, among the `remembered`; `entry_kind` is
    the `RegisterEntry.Kind` of the rows.
    """

    entered = ()
    entry_kind = None

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        step = self._step()
        changes = self._changes(kwargs.get("update_fields"))
        with transaction.atomic():
            super().save(*args, **kwargs)
            if changes or step != RegisterEntry.Step.CHANGED:
                self._enter(step, changes)
        self._remember_loaded()

    def _remember_loaded(self, only=None):
        super()._remember_loaded(only)
        # A file stays the same object when it becomes another: its name does not.
        self._loaded = {
            name: value.name if isinstance(value, FieldFile) else value
            for name, value in self._loaded.items()
        }

    def _step(self):
        """Which step is being taken, seen from before it is saved."""
        steps = RegisterEntry.Step
        return steps.ADDED if self._state.adding else steps.CHANGED

    def _changes(self, update_fields):
        """Return a line in words for each entered field that is about to change."""
        fields = [self._meta.get_field(name) for name in self.entered]
        return [
            change_in_words(self, field, self.loaded(field.attname))
            for field in fields
            if update_fields is None or {field.name, field.attname} & {*update_fields}
            if self._is_changed(field)
        ]

    def _is_changed(self, field):
        value = getattr(self, field.attname)
        if self._state.adding:
            return value not in (None, "", False)
        return str(value or "") != str(self.loaded(field.attname) or "")

    def _enter(self, step, changes):
        user = actor()
        RegisterEntry.objects.create(
            kind=self.entry_kind,
            row=self.pk,
            about=str(self)[:120],
            step=step,
            note="\n".join(changes),
            user=user,
            user_name=(user.get_full_name() or user.get_username())[:200]
            if user
            else "",
        )

    @property
    def entries(self):
        """Its steps, the last first."""
        return RegisterEntry.objects.filter(kind=self.entry_kind, row=self.pk)


def change_in_words(row, field, before):
    """Return «valida fino al: 12/05/2018 → senza» for a changed field of `row`."""
    label, after = field.verbose_name, getattr(row, field.attname)
    if field.name == "key" or isinstance(field, models.FileField):
        # Names of files are nobody's business: that they changed is.
        label = "fotografia" if field.name == "key" else label
        return f"{label}: {'sostituita' if before and after else _there(after)}"
    words = _value_in_words(field, after)
    if not row._state.adding:
        words = f"{_value_in_words(field, before)} → {words}"
    return f"{label}: {words}"


def _there(value):
    return "aggiunta" if value else "tolta"


def _value_in_words(field, value):
    if isinstance(value, bool):
        return "sì" if value else "no"
    if value in (None, ""):
        return NOTHING
    if field.is_relation:
        row = field.related_model._base_manager.filter(pk=value).first()
        return str(row or value)
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
