from content_editor.models import create_plugin_base
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from editorial.announcing import AnnouncingQuerySet
from editorial.quotation import QuotationFields
from editorial.richtext import HTMLField
from newsletter.models.issue import Issue

internal_or_web = RegexValidator(
    r"^(/(?!/)|https?://)\S*$",
    "Scrivi un indirizzo del sito, per esempio «/progetti/», oppure uno completo, "
    "che comincia con https://.",
)


class BlockQuerySet(AnnouncingQuerySet):
    def complete(self):
        """Load what any block shows, in one query for all kinds."""
        return self.select_related(
            "chronicle__project", "event__project", "photo__release"
        ).order_by("ordering", "pk")


class Block(QuotationFields, create_plugin_base(Issue)):
    """One part of an issue.

    All kinds share this table, so that an issue is one query however it is
    built; each kind is a proxy that names the columns it uses.
    """

    # Set by each proxy.
    KIND = None
    # The field that leads to the page a photo is shown on, as in PhotoUse.
    page = "parent"

    class Kind(models.TextChoices):
        TEXT = "text", "Testo"
        QUOTATION = "quotation", "Citazione"
        KEYWORDS = "keywords", "Parole chiave"
        PROJECTS = "projects", "I nove progetti"
        RUBRICS = "rubrics", "Le cinque rubriche"
        CHRONICLE = "chronicle", "Cronaca"
        EVENT = "event", "Evento"
        PHOTO = "photo", "Foto"

    kind = models.CharField("tipo", max_length=10, choices=Kind, editable=False)
    eyebrow = models.CharField(
        "occhiello", max_length=60, blank=True, help_text="«Raccontare Mix»"
    )
    title = models.CharField("titolo", max_length=160, blank=True)
    text = HTMLField("testo", blank=True)
    link_url = models.CharField(
        "link",
        max_length=250,
        blank=True,
        validators=[internal_or_web],
        help_text="Un indirizzo del sito («/progetti/») o completo.",
    )
    link_label = models.CharField(
        "testo del link",
        max_length=120,
        blank=True,
        help_text="Dice dove porta: «Vai ai nove progetti». Mai «clicca qui».",
    )
    chronicle = models.ForeignKey(
        "chronicles.Chronicle",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="blocks",
        verbose_name="cronaca",
    )
    event = models.ForeignKey(
        "projects.Event",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="blocks",
        verbose_name="evento",
    )
    photo = models.ForeignKey(
        "projects.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="blocks",
        verbose_name="foto",
    )
    alt = models.CharField(
        "testo alternativo",
        max_length=250,
        blank=True,
        help_text="Che cosa si vede nella foto? Scrivilo come lo diresti al telefono.",
    )
    caption = models.CharField("didascalia", max_length=250, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = "blocco"
        verbose_name_plural = "blocchi"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=kind) | Q(**{f"{kind}__isnull": False}),
                name=f"newsletter_{kind}_block_has_its_{kind}",
                violation_error_message="Scegli che cosa mostra questo blocco.",
            )
            for kind in ("chronicle", "event", "photo")
        ]

    def __str__(self):
        words = self.title or self.eyebrow or self.quotation
        return Truncator(words).words(8) or "senza titolo"

    def save(self, *args, **kwargs):
        self.kind = self.KIND or self.kind
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.link_url and not self.link_label:
            raise ValidationError({"link_label": "Il link ha bisogno di un testo."})


class KindManager(models.Manager.from_queryset(BlockQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(kind=self.model.KIND)


class TextBlock(Block):
    KIND = Block.Kind.TEXT

    objects = KindManager()

    class Meta:
        proxy = True
        verbose_name = "testo"
        verbose_name_plural = "testo"


class QuotationBlock(Block):
    KIND = Block.Kind.QUOTATION

    objects = KindManager()

    class Meta:
        proxy = True
        verbose_name = "citazione"
        verbose_name_plural = "citazione"


class KeywordsBlock(Block):
    KIND = Block.Kind.KEYWORDS

    objects = KindManager()

    class Meta:
        proxy = True
        verbose_name = "parole chiave"
        verbose_name_plural = "parole chiave"


class ProjectsBlock(Block):
    KIND = Block.Kind.PROJECTS

    objects = KindManager()

    class Meta:
        proxy = True
        verbose_name = "nove progetti"
        verbose_name_plural = "nove progetti"


class RubricsBlock(Block):
    KIND = Block.Kind.RUBRICS

    objects = KindManager()

    class Meta:
        proxy = True
        verbose_name = "cinque rubriche"
        verbose_name_plural = "cinque rubriche"


class ChronicleBlock(Block):
    KIND = Block.Kind.CHRONICLE

    objects = KindManager()

    class Meta:
        proxy = True
        verbose_name = "cronaca"
        verbose_name_plural = "cronaca"


class EventBlock(Block):
    KIND = Block.Kind.EVENT

    objects = KindManager()

    class Meta:
        proxy = True
        verbose_name = "evento"
        verbose_name_plural = "evento"


class PhotoBlock(Block):
    KIND = Block.Kind.PHOTO

    objects = KindManager()

    class Meta:
        proxy = True
        verbose_name = "foto"
        verbose_name_plural = "foto"
