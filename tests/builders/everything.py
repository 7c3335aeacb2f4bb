"""One public row of every kind, linked together."""

from datetime import date
from types import SimpleNamespace

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from editorial.addresses import FormerSlug
from projects.models import (
    EventPhoto,
    Project,
)
from tests.builders.chronicles import (
    make_chronicle,
    make_many_chronicles,
    make_many_events,
    make_story,
)
from tests.builders.common import PAGES, rome
from tests.builders.projects import (
    make_action,
    make_event,
    make_organization,
    make_partnership,
    make_photo,
    make_place,
    make_project,
)
from tests.builders.site import make_home, make_issue, make_page


@transaction.atomic  # indexed for the search at its end, not row by row
def make_everything(lots=range(1, 5), pages=2):
    """Make one public row of each kind, linked together.

    Returns them by name; `projects` are those of `lots`, `city` the transversal one.
    Every list has two `pages`, or one.
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
    if pages > 1:
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
