from textwrap import wrap

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from editorial.addresses import Addressed
from editorial.announcing import AnnouncingQuerySet
from editorial.publishing import Publishable, PublishableQuerySet
from editorial.richtext import HTMLField
from editorial.vocabulary import ClosedVocabulary
from projects.city_map import AREAS
from projects.models.keyword import ActionKeyword
from projects.models.missing import missing_in_photo


def lot_order(prefix=""):
    """Return the order of the lots, the transversal project last everywhere.

    `prefix` is the lookup path to the project, for example "project__".
    """
    return Coalesce(f"{prefix}lot", 99)


class ProjectQuerySet(PublishableQuerySet):
    def local(self):
        """Return the nine lots, without the transversal project."""
        return self.filter(lot__isnull=False)

    def by_lot(self):
        """Order by lot, the transversal project last on every database."""
        return self.order_by(lot_order())


class Project(Addressed, Publishable):
    url_kwarg = "project"

    lot = models.PositiveSmallIntegerField(
        "lotto",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text="Da 1 a 9: il lotto 3 lavora nel Municipio 3. "
        "Vuoto per il progetto trasversale.",
    )
    name = models.CharField("nome", max_length=120)
    tagline = models.CharField("sottotitolo", max_length=160, blank=True)
    short_name = models.CharField(
        "nome breve", max_length=40, help_text="Per schede e menu."
    )
    slug = models.SlugField(
        "indirizzo",
        max_length=80,
        unique=True,
        help_text="L’ultima parte dell’indirizzo della pagina. Se lo cambi, "
        "il vecchio porta al nuovo.",
    )
    aliases = models.CharField(
        "altri nomi",
        max_length=250,
        blank=True,
        help_text="Come lo cerca chi non ricorda il nome esatto, separati da virgola.",
    )
    area = models.CharField(
        "zona in breve",
        max_length=60,
        help_text="Come la chiama chi ci abita: «Barona», «via Padova».",
    )
    locative = models.CharField(
        "dove, a parole",
        max_length=80,
        blank=True,
        help_text="Completa la frase «12 cronache …»: «alla Barona», «in via Padova».",
    )
    neighbourhoods = models.CharField("quartieri e vie", max_length=250)
    summary = models.TextField(
        "in breve", max_length=400, help_text="Due frasi: la scheda negli elenchi."
    )
    challenge = HTMLField("la sfida", blank=True)
    continuity = HTMLField("che cosa c’era prima", blank=True)
    body = HTMLField("il progetto", blank=True)
    legacy = HTMLField("che cosa resta", blank=True)
    audience = models.CharField("a chi si rivolge", max_length=250, blank=True)
    actions_label = models.CharField(
        "come chiama le sue azioni",
        max_length=60,
        default="Le azioni",
        help_text="La parola del progetto: «I tre assi», «I tre percorsi».",
    )
    cover = models.ForeignKey(
        "projects.Photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="foto di copertina",
    )
    cover_alt = models.CharField("testo alternativo", max_length=250, blank=True)
    starts_on = models.DateField("dal", null=True, blank=True)
    ends_on = models.DateField("al", null=True, blank=True)
    funding = models.PositiveIntegerField(
        "finanziamento comunale in euro", null=True, blank=True
    )
    contact_email = models.EmailField("indirizzo email", blank=True)
    contact_phone = models.CharField("telefono", max_length=40, blank=True)
    contact_note = models.TextField(
        "contatti", blank=True, help_text="Sportelli, orari, a chi rivolgersi."
    )
    latitude = models.DecimalField(
        "latitudine", max_digits=6, decimal_places=3, null=True, blank=True
    )
    longitude = models.DecimalField(
        "longitudine", max_digits=6, decimal_places=3, null=True, blank=True
    )
    team = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="projects",
        verbose_name="equipe",
        help_text="Chi scrive per questo progetto.",
    )

    objects = ProjectQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = [F("lot").asc(nulls_last=True)]
        verbose_name = "progetto"
        verbose_name_plural = "progetti"
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(lot__isnull=True) | Q(lot__range=(1, 9)),
                name="projects_lot_range",
                violation_error_message="I lotti vanno da 1 a 9.",
            ),
            models.UniqueConstraint(
                Coalesce("lot", 0),
                name="projects_lot_once",
                violation_error_message="C’è già un progetto con questo lotto "
                "(e uno solo può essere trasversale).",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="projects_period_in_order",
                violation_error_message="Il progetto finisce prima di cominciare: "
                "controlla le due date.",
            ),
        ]

    def __str__(self):
        return f"{self.lot}. {self.name}" if self.lot else self.name

    def get_absolute_url(self):
        return reverse("projects:project-detail", kwargs={"project": self.slug})

    def clean(self):
        super().clean()
        if self.cover and self.cover.project_id != self.pk:
            raise ValidationError({"cover": "Questa foto è di un altro progetto."})
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError("Latitudine e longitudine vanno scritte insieme.")

    def missing(self):
        return [*super().missing(), *missing_in_photo(self, "cover", "cover_alt")]

    def writers(self):
        return list(self.team.all())

    @property
    def is_local(self):
        return self.lot is not None

    @property
    def token(self):
        """The CSS class that carries the project's colour (design tokens)."""
        return f"lot-{self.lot}" if self.lot else "lot-city"

    @property
    def territory(self):
        return f"Municipio {self.lot}" if self.lot else "Tutta la città"

    @property
    def is_over(self):
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def where(self):
        """«alla Barona», to end a sentence; «da Barona» when nobody wrote it."""
        return self.locative or f"da {self.area}"

    @property
    def map_area(self):
        """Where it stands on the drawn map of the city; None for the whole city."""
        return AREAS.get(self.lot)

    @property
    def area_lines(self):
        """The name of the area in short lines, for the map."""
        return wrap(self.area, 11, break_long_words=False, max_lines=3, placeholder="…")


class Organization(models.Model):
    name = models.CharField("nome", max_length=160, unique=True)
    website = models.URLField("sito", blank=True)
    logo = models.ForeignKey(
        "projects.Photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="logo",
    )

    objects = AnnouncingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "soggetto"
        verbose_name_plural = "soggetti"

    def __str__(self):
        return self.name


class PartnershipQuerySet(AnnouncingQuerySet):
    def with_organization(self):
        """Load the body and what its logo needs to be shown."""
        return self.select_related("organization__logo__release")


class Partnership(models.Model):
    class Role(models.TextChoices):
        LEAD = "lead", "Capofila"
        PARTNER = "partner", "Partner"
        NETWORK = "network", "Rete"

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="partnerships"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="partnerships",
        verbose_name="soggetto",
    )
    role = models.CharField("ruolo", max_length=10, choices=Role, default=Role.PARTNER)
    position = models.PositiveSmallIntegerField("ordine", default=0)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "soggetto del progetto"
        verbose_name_plural = "soggetti del progetto"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organization"],
                name="projects_partner_once",
                violation_error_message="Questo soggetto è già nel progetto.",
            ),
        ]

    def __str__(self):
        return f"{self.organization} ({self.get_role_display()})"


class Action(models.Model):
    class Kind(models.TextChoices):
        # The activities that the assessora names in the first newsletter.
        ANIMATION = "animation", "Animazione sociale e feste di via"
        RADIO = "radio", "Web radio"
        ARTS = "arts", "Corsi artistici"
        JOURNALISM = "journalism", "City journalism"
        PUBLIC_SPACE = "public-space", "Cura e riqualificazione degli spazi pubblici"
        MEDIATION = "mediation", "Mediazione dei conflitti"
        SELF_HELP = "self-help", "Gruppi di auto aiuto"
        WORK = "work", "Orientamento lavorativo"
        OTHER = "other", "Altro"

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="actions"
    )
    group = models.CharField(
        "gruppo",
        max_length=120,
        blank=True,
        help_text="L’asse, il percorso, la scala a cui appartiene, se c’è.",
    )
    title = models.CharField("titolo", max_length=160)
    description = HTMLField("descrizione", blank=True)
    kind = models.CharField(
        "tipo di attività", max_length=15, choices=Kind, default=Kind.OTHER
    )
    position = models.PositiveSmallIntegerField("ordine", default=0)
    keywords = TaggableManager(
        "parole chiave",
        through=ActionKeyword,
        manager=ClosedVocabulary,
        blank=True,
        related_name="actions",
        help_text="",
    )

    objects = AnnouncingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "azione"
        verbose_name_plural = "azioni"

    def __str__(self):
        return self.title
