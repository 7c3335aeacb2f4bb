"""Projects and events as schema.org describes them: what the page says, no more."""

from django.urls import reverse
from django.utils import timezone

from editorial.structured_data import absolute, described, mix, moment

EVENT_STATUS = {
    "confirmed": "https://schema.org/EventScheduled",
    "cancelled": "https://schema.org/EventCancelled",
    "postponed": "https://schema.org/EventPostponed",
}
RESCHEDULED = "https://schema.org/EventRescheduled"


def project_organization(project):
    """Return a project as the body that other pages name: its name and its page."""
    return described(
        "Organization",
        name=project.name,
        url=absolute(project.get_absolute_url()),
    )


def project_data(project, partnerships, image):
    """Return a project as schema.org's Project, which is a kind of Organization.

    `partnerships` have their organization loaded, `image` is an address.
    """
    names = [project.short_name, *project.aliases.split(",")]
    others = [name.strip() for name in names if name.strip() not in ("", project.name)]
    return described(
        "Project",
        name=project.name,
        alternateName=list(dict.fromkeys(others)),
        slogan=project.tagline,
        description=project.summary,
        url=absolute(project.get_absolute_url()),
        image=absolute(image),
        areaServed=described("Place", name=f"{project.neighbourhoods}, Milano"),
        foundingDate=project.starts_on and project.starts_on.isoformat(),
        dissolutionDate=project.ends_on and project.ends_on.isoformat(),
        email=project.contact_email,
        telephone=project.contact_phone,
        parentOrganization=mix(),
        member=[_member(each.organization) for each in partnerships],
    )


def _member(organization):
    return described("Organization", name=organization.name, url=organization.website)


def event_data(event, photos, image):
    """Return an event (project, parent, place loaded) as schema.org's Event.

    `photos` are its public ones, `image` the address of its preview.
    """
    parent = event.parent if event.parent and event.parent.is_public else None
    return described(
        "Event",
        name=event.title,
        description=event.summary,
        url=absolute(event.get_absolute_url()),
        image=[absolute(image), *(absolute(use.photo.jpeg_url) for use in photos)],
        startDate=_moment_of(event, event.effective_start),
        endDate=event.effective_end and _moment_of(event, event.effective_end),
        previousStartDate=event.postponed_to and _moment_of(event, event.starts_at),
        eventStatus=RESCHEDULED if event.postponed_to else EVENT_STATUS[event.status],
        location=_location(event),
        organizer=project_organization(event.project),
        isAccessibleForFree=event.is_free,
        audience=event.audience and described("Audience", audienceType=event.audience),
        superEvent=parent
        and described(
            "Event",
            name=parent.title,
            startDate=_moment_of(parent, parent.effective_start),
            url=absolute(parent.get_absolute_url()),
        ),
        inLanguage="it",
    )


def _moment_of(event, value):
    """A day for what has no hour: an invented one would be a promise."""
    if event.is_all_day:
        return timezone.localdate(value).isoformat()
    return moment(value)


def _location(event):
    """Return where it happens; None when the page does not say it either."""
    place = event.place if event.place and event.place.is_public else None
    name = event.where or (place and place.name) or ""
    if not (name or event.address):
        return None
    address = described(
        "PostalAddress",
        streetAddress=event.address,
        addressLocality="Milano",
        addressCountry="IT",
    )
    return described(
        "Place",
        name=name or event.address,
        address=address,
        url=place and absolute(_place_url(event.project, place)),
    )


def _place_url(project, place):
    kwargs = {"project": project.slug, "place": place.slug}
    return reverse("projects:place-detail", kwargs=kwargs)
