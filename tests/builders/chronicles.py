"""Chronicles, stories, and many rows at once."""

from chronicles.models import (
    Chronicle,
    ChronicleKeyword,
    ChroniclePhoto,
    ChronicleRubric,
    Rubric,
    Story,
)
from projects.models import (
    Event,
    Keyword,
)
from tests.builders.common import PUBLIC, named, rome
from tests.builders.projects import make_photo, some_project


def make_story(**values):
    named(values, Story, "Storia")
    if "project" not in values:
        values["project"] = some_project()
    values.setdefault("summary", "Una storia che continua.")
    return Story.objects.create(**values)


def make_chronicle(rubrics=("racconti",), keywords=(), photos=0, **values):
    """Make a chronicle; `rubrics` are slugs, the main one first."""
    values = PUBLIC | values
    named(values, Chronicle, "Cronaca")
    if "project" not in values:
        values["project"] = some_project()
    values.setdefault("body", "<p>Nel cortile è successo qualcosa.</p>")
    chronicle = Chronicle.objects.create(**values)
    for slug in rubrics:
        term = Rubric.objects.get(slug=slug)
        chronicle.rubric_items.create(tag=term, is_main=slug == rubrics[0])
    chronicle.keywords.add(*Keyword.objects.filter(slug__in=keywords))
    for position in range(photos):
        add_photo(chronicle, make_photo(project=chronicle.project), position=position)
    return chronicle


def add_photo(chronicle, photo, **values):
    """Show `photo` in `chronicle`; the first one becomes its cover."""
    values.setdefault("alt", "Il cortile in festa")
    use = ChroniclePhoto.objects.create(chronicle=chronicle, photo=photo, **values)
    if chronicle.cover is None:
        chronicle.cover = use
        chronicle.save()
    return use


def make_many_chronicles(total, projects, photo=None, **values):
    """Make `total` complete chronicles in a few queries, spread over `projects`."""
    first = Chronicle.objects.count() + 1
    rows = Chronicle.objects.bulk_create(
        Chronicle(
            project=projects[number % len(projects)],
            title=f"Una fra tante {number}",
            slug=f"una-fra-tante-{number}",
            body="<p>Nel cortile è successo qualcosa.</p>",
            **PUBLIC | values,
        )
        for number in range(first, first + total)
    )
    rubrics, keywords = list(Rubric.objects.all()), list(Keyword.objects.all())
    ChronicleRubric.objects.bulk_create(
        ChronicleRubric(content_object=row, tag=rubrics[index % 5], is_main=True)
        for index, row in enumerate(rows)
    )
    ChronicleKeyword.objects.bulk_create(
        ChronicleKeyword(content_object=row, tag=keywords[index % 5])
        for index, row in enumerate(rows)
    )
    if photo:
        _give_covers(rows, photo)
    return rows


def _give_covers(rows, photo):
    uses = ChroniclePhoto.objects.bulk_create(
        ChroniclePhoto(chronicle=row, photo=photo, alt="Il cortile") for row in rows
    )
    for row, use in zip(rows, uses, strict=True):
        row.cover = use
    Chronicle.objects.bulk_update(rows, ["cover"], batch_size=400)


def make_many_events(total, **values):
    """Make `total` events of 2017 in one query."""
    first = Event.objects.count() + 1
    return Event.objects.bulk_create(
        Event(
            title=f"Un evento fra tanti {number}",
            slug=f"un-evento-fra-tanti-{number}",
            summary="Una festa in cortile.",
            starts_at=rome(2017, 1 + number % 12, 1, 16),
            **PUBLIC | values,
        )
        for number in range(first, first + total)
    )
