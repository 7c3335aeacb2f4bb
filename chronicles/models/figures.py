from django.core.exceptions import ValidationError
from django.db import models


class ActivityFigures(models.Model):
    """What monitoring counts about one chronicle: never shown in public."""

    chronicle = models.OneToOneField(
        "chronicles.Chronicle",
        on_delete=models.CASCADE,
        related_name="figures",
        verbose_name="cronaca",
    )
    action = models.ForeignKey(
        "projects.Action",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name="azione",
    )
    held_on = models.DateField("data", null=True, blank=True)
    children = models.PositiveIntegerField("fino a 13 anni", default=0)
    teenagers = models.PositiveIntegerField("da 14 a 17 anni", default=0)
    young_adults = models.PositiveIntegerField("da 18 a 29 anni", default=0)
    adults = models.PositiveIntegerField("da 30 a 64 anni", default=0)
    elderly = models.PositiveIntegerField("da 65 anni in su", default=0)
    hours = models.DecimalField(
        "ore di attività", max_digits=6, decimal_places=1, null=True, blank=True
    )
    organizations = models.ManyToManyField(
        "projects.Organization", blank=True, verbose_name="soggetti coinvolti"
    )

    class Meta:
        verbose_name = "dati di monitoraggio"
        verbose_name_plural = "dati di monitoraggio"

    def __str__(self):
        return f"Dati di «{self.chronicle}»"

    def clean(self):
        super().clean()
        action = self.action
        if action and action.project_id != self.chronicle.project_id:
            raise ValidationError({"action": "Questa azione è di un altro progetto."})

    @property
    def participants(self):
        return (
            self.children
            + self.teenagers
            + self.young_adults
            + self.adults
            + self.elderly
        )
