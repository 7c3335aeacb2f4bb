from django.urls import reverse

from editorial.structured_data import absolute, described, mix, moment


def issue_data(issue, image):
    """Return an issue as schema.org's PublicationIssue, part of the newsletter."""
    periodical = described(
        "Periodical",
        name="Newsletter di Mix",
        url=absolute(reverse("newsletter:issue-list")),
        publisher=mix(),
    )
    return described(
        "PublicationIssue",
        name=issue.title,
        issueNumber=issue.number,
        description=issue.preheader,
        datePublished=moment(issue.published_at),
        url=absolute(issue.get_absolute_url()),
        image=absolute(image),
        inLanguage="it",
        isPartOf=periodical,
    )
