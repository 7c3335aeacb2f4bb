"""Rows for the tests: each builder fills in what the caller does not say.

Everything is public and dated 2018 unless said otherwise; `make_everything` links
one public row of every kind, `make_drafts` hangs what nobody may see onto them.
"""

from datetime import date, datetime
from io import BytesIO
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.flatpages.models import FlatPage
from django.utils.text import slugify
from PIL import Image

from chronicles.models import (
    ActivityFigures,
    Chronicle,
    ChronicleKeyword,
    ChroniclePhoto,
    ChronicleRubric,
    Rubric,
    Story,
)
from editorial.addresses import FormerSlug
from editorial.publishing import State
from mix_site.models import Home
from newsletter import models as newsletter
from newsletter.models import Issue
from projects.models import (
    Action,
    Event,
    EventPhoto,
    Keyword,
    Organization,
    Partnership,
    Photo,
    Place,
    Project,
    Release,
)

ROME = ZoneInfo("Europe/Rome")
# Found in no public page, whatever its case: titles, slugs, names, codes.
SECRET = "BOZZA-SEGRETA"


def rome(*parts):
    """Return an aware moment in Italian time: `rome(2018, 5, 12, 16, 30)`."""
    return datetime(*parts, tzinfo=ROME)


PUBLISHED_AT = rome(2018, 3, 15, 10)
FAR_AHEAD = rome(2099, 1, 1, 10)
PUBLIC = {"state": State.PUBLISHED, "published_at": PUBLISHED_AT}
# The states in which nobody outside may see a row.
HIDDEN_STATES = {
    "bozza": {"state": State.DRAFT},
    "revisione": {"state": State.REVIEW},
    "correggere": {"state": State.CHANGES},
    "programmata": {"state": State.PUBLISHED, "published_at": FAR_AHEAD},
    "ritirata": {"state": State.WITHDRAWN, "published_at": PUBLISHED_AT},
}
PAGES = (
    "il-progetto",
    "che-cos-e-la-coesione-sociale",
    "contatti",
    "crediti",
    "informativa-privacy",
    "note-legali",
    "accessibilita",
)
BLOCK_MODELS = {
    model.KIND: model
    for model in vars(newsletter).values()
    if getattr(model, "KIND", None)
}


def _next_number(model):
    return model.objects.count() + 1


def _named(values, model, noun, field="title"):
    """Give `values` a title and a slug that no other row has."""
    values.setdefault(field, f"{noun} {_next_number(model)}")
    values.setdefault("slug", slugify(values[field]))


def _some_project():
    return Project.objects.filter(lot=1).first() or make_project(lot=1)


def jpeg(size=(60, 40), colour="#2F7A34"):
    """Return an open file with a small photograph in it."""
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    stream.seek(0)
    return stream


def make_user(username="scrive", projects=(), **values):
    user = get_user_model().objects.create_user(username, **values)
    for project in projects:
        project.team.add(user)
    return user


# --- Projects ------------------------------------------------------------------


def make_project(lot=None, **values):
    """Make the project of a lot; the transversal one without."""
    values = PUBLIC | values
    values.setdefault("name", f"Progetto {lot}" if lot else "Mix")
    values.setdefault("slug", slugify(values["name"]))
    values.setdefault("short_name", values["name"])
    values.setdefault("area", f"Zona {lot}" if lot else "Milano")
    values.setdefault("neighbourhoods", "Via Padova, via Arquà")
    values.setdefault("summary", "Un progetto di quartiere.")
    return Project.objects.create(lot=lot, **values)


def make_organization(**values):
    values.setdefault("name", f"Cooperativa {_next_number(Organization)}")
    return Organization.objects.create(**values)


def make_partnership(**values):
    if "project" not in values:
        values["project"] = _some_project()
    if "organization" not in values:
        values["organization"] = make_organization()
    return Partnership.objects.create(**values)


def make_action(keywords=(), **values):
    values.setdefault("title", f"Azione {_next_number(Action)}")
    if "project" not in values:
        values["project"] = _some_project()
    action = Action.objects.create(**values)
    action.keywords.add(*Keyword.objects.filter(slug__in=keywords))
    return action


def make_place(**values):
    values = PUBLIC | values
    _named(values, Place, "Spazio", "name")
    if "project" not in values:
        values["project"] = _some_project()
    values.setdefault("kind", Place.Kind.COURTYARD)
    values.setdefault("summary", "Un cortile che prima non c’era.")
    return Place.objects.create(**values)


def make_event(**values):
    values = PUBLIC | values
    _named(values, Event, "Evento")
    if "project" not in values:
        values["project"] = _some_project()
    values.setdefault("summary", "Una festa in cortile.")
    values.setdefault("starts_at", rome(2018, 5, 12, 16))
    return Event.objects.create(**values)


def make_release(**values):
    values.setdefault("code", f"LIB-2018-{_next_number(Release)}")
    if "project" not in values:
        values["project"] = _some_project()
    values.setdefault("signed_on", date(2018, 3, 1))
    return Release.objects.create(**values)


def make_photo(size=(60, 40), **values):
    """Make a photo whose files are really there."""
    values.setdefault("title", f"Foto {_next_number(Photo)}")
    values.setdefault("author", "Ada Rossi")
    values.setdefault("people", Photo.People.NOBODY)
    if "project" not in values:
        values["project"] = _some_project()
    photo = Photo(**values)
    photo.attach(jpeg(size))
    photo.save()
    return photo


# --- Chronicles ----------------------------------------------------------------


def make_story(**values):
    _named(values, Story, "Storia")
    if "project" not in values:
        values["project"] = _some_project()
    values.setdefault("summary", "Una storia che continua.")
    return Story.objects.create(**values)


def make_chronicle(rubrics=("racconti",), keywords=(), photos=0, **values):
    """Make a chronicle; `rubrics` are slugs, the main one first."""
    values = PUBLIC | values
    _named(values, Chronicle, "Cronaca")
    if "project" not in values:
        values["project"] = _some_project()
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


# --- Newsletter and the site ---------------------------------------------------


def _block_subject(kind):
    """Return what a block of `kind` shows when the caller does not say."""
    if kind == "text":
        return {"title": "Nove quartieri", "text": "<p>Si comincia.</p>"}
    if kind == "quotation":
        return {"quotation": "Qui si sta bene.", "quotation_author": "Un inquilino"}
    if kind == "chronicle":
        return {"chronicle": Chronicle.objects.first() or make_chronicle()}
    if kind == "event":
        return {"event": Event.objects.first() or make_event()}
    if kind == "photo":
        return {"photo": make_photo(), "alt": "Il cortile in festa"}
    return {"title": "In breve"}


def make_block(kind, **values):
    if "parent" not in values:
        values["parent"] = Issue.objects.first() or make_issue()
    subject = {} if kind in values else _block_subject(kind)
    values = {"region": "main"} | subject | values
    if "ordering" not in values:
        values["ordering"] = 10 * (values["parent"].newsletter_block_set.count() + 1)
    return BLOCK_MODELS[kind].objects.create(**values)


def make_issue(blocks=(), **values):
    """Make an issue; each of `blocks` is a kind, or a dictionary with a kind."""
    values = PUBLIC | values
    values.setdefault("number", _next_number(Issue))
    values.setdefault("title", f"Il numero {values['number']}")
    values.setdefault("subject", values["title"])
    issue = Issue.objects.create(**values)
    for block in blocks:
        block = {"kind": block} if isinstance(block, str) else dict(block)
        make_block(block.pop("kind"), parent=issue, **block)
    return issue


def make_home(featured=(), **values):
    values.setdefault("claim", "Mix. Coesione sociale a Milano")
    values.setdefault("introduction", "<p>Nove progetti di quartiere.</p>")
    values.setdefault("period", "novembre 2016 – luglio 2018")
    values.setdefault("promoter", "Comune di Milano")
    home = Home.objects.create(**values)
    home.featured.set(featured)
    return home


def make_page(slug="contatti", **values):
    values.setdefault("url", f"/{slug}/")
    values.setdefault("title", slug.replace("-", " ").capitalize())
    values.setdefault("content", "<p>Il testo della pagina.</p>")
    page = FlatPage.objects.create(**values)
    page.sites.add(settings.SITE_ID)
    return page


# --- One of everything ---------------------------------------------------------


def make_everything(lots=range(1, 5)):
    """Make one public row of each kind, linked together.

    Returns them by name; `projects` are those of `lots`, `city` the transversal one.
    """
    made = SimpleNamespace(projects=[make_project(lot=lot) for lot in lots])
    made.project, made.city = made.projects[0], make_project(lot=None)
    _make_project_content(made)
    _make_events(made)
    _make_chronicles(made)
    made.issue = make_issue(
        number=1,
        month_label="aprile 2018",
        blocks=[
            "text",
            "quotation",
            "keywords",
            "projects",
            "rubrics",
            {"kind": "chronicle", "chronicle": made.chronicle},
            {"kind": "event", "event": made.event},
            "photo",
        ],
    )
    make_issue(number=2, blocks=["text"])
    made.home = make_home(featured=[made.chronicle], quotation="Qui si sta bene.")
    made.pages = [make_page(slug) for slug in PAGES]
    # Enough for a second page of every list.
    make_many_chronicles(40, [made.project])
    make_many_chronicles(25, [made.project], story=made.story)
    make_many_events(13, project=made.city)
    _rename_each(made)
    return made


def _make_project_content(made):
    project = made.project
    made.photo = make_photo(project=project, title="Copertina")
    made.organization = make_organization(
        name="Cooperativa Uno", website="https://cooperativa.example/", logo=made.photo
    )
    make_partnership(project=project, organization=made.organization, role="lead")
    made.action = make_action(
        project=project,
        title="Cortili aperti",
        group="Primo asse",
        description="<p>Si aprono i cortili.</p>",
        keywords=["legami", "beni-comuni"],
    )
    made.place = make_place(
        project=project,
        name="Cortile di via Padova",
        slug="cortile",
        address="via Padova 36, Milano",
        story="<h2>Come è nato</h2><p>Piano piano.</p>",
        was="C’erano solo auto.",
        now="Ci sono panchine.",
        remains="<p>Le panchine.</p>",
        photo_before=make_photo(project=project, title="Prima"),
        alt_before="Il cortile pieno di auto",
        photo_after=make_photo(project=project, title="Dopo", size=(40, 60)),
        alt_after="Il cortile con le panchine",
    )
    Project.objects.filter(pk=project.pk).update(
        cover=made.photo,
        cover_alt="Una festa in strada",
        tagline="Strade che si incontrano",
        challenge="<h2>Una sfida</h2><p>Conoscersi.</p>",
        continuity="<p>C’era un comitato.</p>",
        body="<p>Il progetto lavora nei cortili.</p>",
        legacy="<p>Resta un gruppo.</p>",
        starts_on=date(2016, 11, 1),
        ends_on=date(2018, 7, 31),
        funding=105_000,
        contact_email="equipe@progettomix.example",
        contact_phone="02 1234567",
        latitude="45.495",
        longitude="9.222",
    )
    project.refresh_from_db()


def _make_events(made):
    made.umbrella = make_event(
        project=made.city,
        title="La festa della città",
        slug="festa-della-citta",
        starts_at=rome(2018, 5, 12),
        ends_at=rome(2018, 5, 13),
        is_all_day=True,
        when_note="Il giorno esatto non è noto.",
    )
    made.event = make_event(
        project=made.project,
        parent=made.umbrella,
        title="Pranzo in cortile",
        slug="pranzo-in-cortile",
        place=made.place,
        ends_at=rome(2018, 5, 12, 19, 30),
        where="Nel cortile",
        address="via Padova 36",
        getting_there="Tram 1",
        audience="Tutte e tutti",
        is_free=True,
        rain_plan="Sotto il portico.",
        body="<p>Si mangia insieme.</p>",
        report="<h2>Com’è andata</h2><p>Eravamo in tanti.</p>",
    )
    EventPhoto.objects.create(
        event=made.event, photo=made.photo, alt="La tavolata", caption="A tavola"
    )
    for status, title in [("cancelled", "Gita"), ("postponed", "Concerto")]:
        postponed_to = rome(2098, 6, 2, 21) if status == "postponed" else None
        make_event(
            project=made.project, title=title, status=status, postponed_to=postponed_to
        )
    made.coming = make_event(
        project=made.city, title="Fra tanto tempo", starts_at=rome(2098, 5, 4, 18)
    )


def _make_chronicles(made):
    made.story = make_story(project=made.project, title="L’orto", slug="orto")
    made.chronicle = make_chronicle(
        project=made.project,
        title="Una festa in cortile",
        slug="festa-in-cortile",
        rubrics=["spazi", "culture"],
        keywords=["legami", "differenze"],
        photos=2,
        happened_on=date(2018, 3, 10),
        standfirst="Il cortile si riempie.",
        body="<h2>La mattina</h2><p>Si montano i tavoli.</p><h3>I tavoli</h3>"
        '<p>Vai ai <a href="/progetti/">nove progetti</a>.</p>',
        resources="I vicini.",
        obstacles="La pioggia.",
        results="Un gruppo nuovo.",
        story=made.story,
        place=made.place,
        event=made.event,
        media_url="https://radio.example/puntata",
        media_title="La puntata della radio",
    )
    for number in (2, 3):
        make_chronicle(
            project=made.project,
            title=f"L’orto, puntata {number}",
            story=made.story,
            happened_on=date(2018, 3, 10 + number),
        )
    for project in [*made.projects[1:], made.city]:
        make_chronicle(project=project, title=f"Da {project.name}", rubrics=["culture"])


def _rename_each(made):
    """Leave one former address behind for every kind of row that can have one."""
    for target in (made.project, made.place, made.event, made.chronicle, made.story):
        FormerSlug.objects.create(
            content_type=ContentType.objects.get_for_model(target),
            object_id=target.pk,
            slug=f"vecchio-{target.slug}"[:80],
        )


# --- What nobody may see -------------------------------------------------------


def secret(name):
    """Return a title that no public page may show; its slug says the same."""
    return f"{SECRET}-{name}"


def make_drafts(public):
    """Hang rows of every hidden state onto what `make_everything` returned.

    Everything hidden is called SECRET-something. Returns `photos`, those whose
    files no page may name, and `addresses`, the pages that must not be there.
    """
    hidden = SimpleNamespace(photos=[], addresses=[])
    for lot, (name, state) in enumerate(HIDDEN_STATES.items(), 5):
        _hide_chronicles(public, hidden, name, state)
        _hide_events(public, hidden, name, state)
        _hide_places(public, hidden, name, state)
        _hide_project(public, hidden, lot, name, state)
        issue = make_issue(
            number=90 + lot, title=secret(f"numero-{name}"), blocks=["text"], **state
        )
        hidden.addresses.append(issue.get_absolute_url())
    _hide_photos(public, hidden)
    _hide_private_data(public)
    return hidden


def _hide_chronicles(public, hidden, name, state):
    chronicle = make_chronicle(
        project=public.project,
        title=secret(f"cronaca-{name}"),
        body=f"<p>{secret('testo')}</p>",
        rubrics=["spazi", "culture"],
        keywords=["legami"],
        story=public.story,
        place=public.place,
        event=public.event,
        happened_on=date(2018, 3, 11),
        **state,
    )
    make_block("chronicle", parent=public.issue, chronicle=chronicle)
    public.home.featured.add(chronicle)
    alone = make_story(project=public.project, title=secret(f"storia-{name}"))
    make_chronicle(title=secret(f"sola-{name}"), story=alone, **state)
    hidden.addresses += [chronicle.get_absolute_url(), alone.get_absolute_url()]


def _hide_events(public, hidden, name, state):
    values = {"summary": secret("in breve"), **state}
    child = make_event(
        project=public.project,
        parent=public.umbrella,
        place=public.place,
        title=secret(f"appuntamento-{name}"),
        **values,
    )
    umbrella = make_event(
        project=public.city,
        title=secret(f"festa-{name}"),
        starts_at=rome(2098, 1, 1, 10),
        **values,
    )
    make_event(title=f"Dentro una festa {name}", parent=umbrella)
    make_chronicle(title=f"Da un evento {name}", event=umbrella)
    for event in (child, umbrella):
        make_block("event", parent=public.issue, event=event)
        address = event.get_absolute_url()
        hidden.addresses += [address, f"{address.removesuffix('/')}.ics"]


def _hide_places(public, hidden, name, state):
    place = make_place(
        project=public.project, name=secret(f"spazio-{name}"), was=SECRET, **state
    )
    make_chronicle(title=f"Da uno spazio {name}", place=place)
    make_event(title=f"In uno spazio {name}", place=place, where="In cortile")
    hidden.addresses.append(place.get_absolute_url())


def _hide_project(public, hidden, lot, name, state):
    """A project that is not public hides all that is its own, however published."""
    title = secret(f"progetto-{name}")
    project = make_project(
        lot=lot, name=title, area=SECRET, neighbourhoods=SECRET, **state
    )
    story = make_story(project=project, title=secret(f"storia-di-{name}"))
    place = make_place(project=project, name=secret(f"spazio-di-{name}"))
    event = make_event(
        project=project, title=secret(f"evento-di-{name}"), parent=public.umbrella
    )
    chronicle = make_chronicle(
        project=project,
        title=secret(f"cronaca-di-{name}"),
        rubrics=["spazi"],
        keywords=["legami"],
        story=story,
        event=public.umbrella,
    )
    make_action(project=project, title=secret(f"azione-{name}"), keywords=["legami"])
    organization = make_organization(name=secret(f"soggetto-{name}"))
    make_partnership(project=project, organization=organization)
    make_block("chronicle", parent=public.issue, chronicle=chronicle)
    make_block("event", parent=public.issue, event=event)
    public.home.featured.add(chronicle)
    make_chronicle(title=f"Da un evento di {name}", event=event)
    make_event(title=f"Dentro un evento di {name}", parent=event)
    rows = (project, story, place, event, chronicle)
    hidden.addresses += [row.get_absolute_url() for row in rows]


def hidden_photos(project):
    """Make one photo for each reason why a photo may not be shown."""
    releases = {
        "senza": None,
        "scaduta": {"valid_until": date(2018, 3, 31)},
        "revocata": {"withdrawn_at": rome(2018, 4, 1)},
        "solo-stampa": {"for_site": False, "for_print": True},
    }
    return [
        make_photo(
            project=project,
            people=people,
            title=secret(f"foto-{reason}-{people}"),
            author=SECRET,
            release=values
            and make_release(
                project=project, code=secret(f"{reason}-{people}"), **values
            ),
        )
        for people in Photo.NEEDS_RELEASE
        for reason, values in releases.items()
    ]


def _hide_photos(public, hidden):
    hidden.photos = photos = hidden_photos(public.project)
    chronicle = make_chronicle(title="Con foto che non si vedono")
    for photo in photos:
        use = {"photo": photo, "alt": secret("alt"), "caption": secret("didascalia")}
        add_photo(chronicle, **use)
        add_photo(public.chronicle, **use)
        EventPhoto.objects.create(event=public.event, **use)
        make_block("photo", parent=public.issue, **use)
    make_block("chronicle", parent=public.issue, chronicle=chronicle)
    public.home.featured.add(chronicle)
    make_place(
        name="Spazio con foto che non si vedono",
        photo_before=photos[0],
        alt_before=secret("prima"),
        photo_after=photos[1],
        alt_after=secret("dopo"),
    )
    public.projects[1].cover, public.projects[1].cover_alt = photos[2], SECRET
    public.projects[1].save()
    make_partnership(
        project=public.project,
        organization=make_organization(name="Con logo nascosto", logo=photos[3]),
    )


def _hide_private_data(public):
    """What is never public, on rows that are: internal names, teams, figures."""
    release = make_release(code=secret("liberatoria"), notes=SECRET)
    photo = make_photo(title=secret("interno"), people="adults", release=release)
    add_photo(public.chronicle, photo)
    make_user(secret("utente"), projects=[public.project], email=f"{SECRET}@mix.it")
    ActivityFigures.objects.create(
        chronicle=public.chronicle, action=public.action, adults=987_654, hours=4321
    )
