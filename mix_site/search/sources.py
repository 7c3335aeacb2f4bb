"""What each kind of page says, and how much each part of it counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.contrib.flatpages.models import FlatPage
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from chronicles.models import Chronicle, ChronicleKeyword, ChronicleRubric, Story
from editorial.dates import long_date
from editorial.richtext import to_text
from editorial.templatetags.dates import event_when
from mix_site.models.search import Kind
from newsletter.models import Block, Issue
from projects.models import Event, Place, Project

# A block that shows another page says nothing here: that page may be hidden.
OWN_BLOCKS = [Block.Kind.TEXT, Block.Kind.QUOTATION]


@dataclass(frozen=True)
class Page:
    """One page as the index reads it.

    `names` are its other names, each also found when written as one word;
    `leads` what stands above the text; `bodies` plain texts, the source of the
    excerpt. What other rows lend it is `Lent`, and read apart.
    """

    title: str
    url: str
    project: Project | None = None
    day: date | None = None
    when: str = ""
    names: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    @property
    def text(self):
        lines = [line for part in self.bodies for line in part.splitlines()]
        return " ".join(_ended(" ".join(line.split())) for line in lines).strip(" ·")


@dataclass(frozen=True)
class Lent:
    """The names that a page has from its project, and from its story and tags."""

    territory: str = ""
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """A kind of page: its rows, those that are public, and how one is read.

    `labels` gives, for some rows, the pairs of row and name lent to it.
    """

    kind: Kind
    nouns: tuple[str, str]
    rows: Callable[[], QuerySet]
    public: Callable[[], QuerySet]
    read: Callable[[object], Page]
    belongs_to_project: bool = False
    labels: Callable[[list], list] = lambda pks: []

    @property
    def model(self):
        return self.rows().model

    def lent(self, pks):
        """Return {row: Lent}, without reading the rows' own texts."""
        if not self.belongs_to_project:
            return {}
        rows = self.model._base_manager.filter(pk__in=pks).order_by()
        owners = dict(rows.values_list("pk", "project_id"))
        projects = Project._base_manager.in_bulk(set(owners.values()))
        territories = {pk: territory_of(row) for pk, row in projects.items()}
        lent = {pk: Lent(territories[owner]) for pk, owner in owners.items()}
        for pk, label in self.labels(list(owners)):
            lent[pk].labels.append(label)
        return lent


def _ended(line):
    """A line without a full stop must not run into the next one."""
    return f"{line} ·" if line and line[-1].isalnum() else line


def names_of(project):
    """Return the names under which a project and its territory are known."""
    return [
        project.name,
        project.short_name,
        project.area,
        *(part.strip() for part in project.neighbourhoods.split(",")),
        *(part.strip() for part in project.aliases.split(",")),
    ]


def territory_of(project):
    return " · ".join(names_of(project))


def _plain(*htmls):
    return [to_text(html, marks=False) for html in htmls if html]


def _projects():
    return Project.objects.prefetch_related(
        "actions__keyword_items__tag", "partnerships__organization"
    )


def _project(project):
    actions = project.actions.all()
    items = [item for action in actions for item in action.keyword_items.all()]
    return Page(
        title=project.name,
        url=project.get_absolute_url(),
        project=project,
        names=names_of(project),
        leads=[
            project.tagline,
            *(action.title for action in actions),
            *(str(each.organization) for each in project.partnerships.all()),
        ],
        bodies=[
            project.summary,
            *_plain(project.challenge, project.continuity),
            *_plain(project.body, project.legacy),
            project.audience,
            ", ".join(dict.fromkeys(a.group for a in actions if a.group)),
            *(part for action in actions for part in _action(action)),
            project.contact_note,
            " ".join(sorted({item.tag.name for item in items})),
        ],
    )


def _action(action):
    return [action.title, *_plain(action.description)]


def _chronicles():
    return Chronicle.objects.select_related("project")


def _labels_of_chronicles(pks):
    """Pairs of chronicle and name: of its story, its rubrics and its keywords."""
    stories = Chronicle._base_manager.filter(pk__in=pks, story__isnull=False)
    pairs = list(stories.order_by().values_list("pk", "story__title"))
    for model in (ChronicleRubric, ChronicleKeyword):
        items = model._base_manager.filter(content_object__in=pks).order_by()
        pairs += items.values_list("content_object_id", "tag__name")
    return pairs


def _chronicle(chronicle):
    day = chronicle.shown_on
    return Page(
        title=chronicle.title,
        url=chronicle.get_absolute_url(),
        project=chronicle.project,
        day=day,
        when=chronicle.when_label or (long_date(day) if day else ""),
        leads=[chronicle.standfirst],
        bodies=[
            chronicle.standfirst,
            *_plain(chronicle.body),
            chronicle.resources,
            chronicle.obstacles,
            chronicle.results,
            chronicle.media_title,
            chronicle.byline,
        ],
    )


def _story(story):
    return Page(
        title=story.title,
        url=story.get_absolute_url(),
        project=story.project,
        leads=[story.summary],
        bodies=[story.summary],
    )


def _event(event):
    status = event.get_status_display().lower()
    when = [event_when(event)] + [status] * (event.is_cancelled or event.is_postponed)
    return Page(
        title=event.title,
        url=event.get_absolute_url(),
        project=event.project,
        day=event.days[0],
        when=", ".join(when),
        leads=[event.summary, event.where, event.address],
        bodies=[
            event.summary,
            ", ".join(filter(None, [event.where, event.address])),
            event.when_note,
            event.audience,
            *_plain(event.body, event.report),
            event.getting_there,
            event.rain_plan,
        ],
    )


def _place(place):
    return Page(
        title=place.name,
        url=place.get_absolute_url(),
        project=place.project,
        names=[place.name],
        leads=[place.summary, place.address, place.get_kind_display()],
        bodies=[
            place.summary,
            place.address,
            place.was,
            place.now,
            *_plain(place.story, place.remains),
        ],
    )


def _issues():
    blocks = Block.objects.filter(kind__in=OWN_BLOCKS).order_by("ordering", "pk")
    return Issue.objects.prefetch_related(
        Prefetch("newsletter_block_set", blocks, to_attr="own_blocks")
    )


def _issue(issue):
    return Page(
        title=issue.title,
        url=issue.get_absolute_url(),
        day=timezone.localdate(issue.published_at) if issue.published_at else None,
        when=issue.label,
        leads=[issue.label],
        bodies=[part for block in issue.own_blocks for part in _block(block)],
    )


def _block(block):
    quoted = (block.quotation, block.quotation_author, block.quotation_role)
    return [block.eyebrow, block.title, *_plain(block.text), *quoted]


def _page(page):
    return Page(title=page.title, url=page.url, bodies=_plain(page.content))


SOURCES = {
    source.kind: source
    for source in [
        Source(
            Kind.PROJECT,
            ("progetto", "progetti"),
            _projects,
            Project.objects.published,
            _project,
        ),
        Source(
            Kind.CHRONICLE,
            ("cronaca", "cronache"),
            _chronicles,
            Chronicle.objects.published,
            _chronicle,
            belongs_to_project=True,
            labels=_labels_of_chronicles,
        ),
        Source(
            Kind.STORY,
            ("storia", "storie"),
            lambda: Story.objects.select_related("project"),
            Story.objects.published,
            _story,
            belongs_to_project=True,
        ),
        Source(
            Kind.EVENT,
            ("evento", "eventi"),
            lambda: Event.objects.select_related("project"),
            Event.objects.published,
            _event,
            belongs_to_project=True,
        ),
        Source(
            Kind.PLACE,
            ("spazio", "spazi"),
            lambda: Place.objects.select_related("project"),
            Place.objects.published,
            _place,
            belongs_to_project=True,
        ),
        Source(
            Kind.ISSUE,
            ("numero della newsletter", "numeri della newsletter"),
            _issues,
            Issue.objects.published,
            _issue,
        ),
        Source(
            Kind.PAGE,
            ("pagina", "pagine"),
            FlatPage.objects.all,
            lambda: FlatPage.objects.filter(sites=settings.SITE_ID),
            _page,
        ),
    ]
}
