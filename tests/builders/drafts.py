"""What nobody may see, hung onto what is public."""

from datetime import date
from types import SimpleNamespace

from django.db import transaction

from chronicles.models import (
    ActivityFigures,
)
from projects.models import (
    EventPhoto,
    Photo,
)
from tests.builders.chronicles import add_photo, make_chronicle, make_story
from tests.builders.common import HIDDEN_STATES, SECRET, make_user, rome
from tests.builders.projects import (
    make_action,
    make_event,
    make_organization,
    make_partnership,
    make_photo,
    make_place,
    make_project,
    make_release,
)
from tests.builders.site import make_block, make_issue


def secret(name):
    """Return a title that no public page may show; its slug says the same."""
    return f"{SECRET}-{name}"


@transaction.atomic
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
