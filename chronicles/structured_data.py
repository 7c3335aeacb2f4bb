from django.utils.text import Truncator

from editorial.richtext import to_text, word_count
from editorial.structured_data import absolute, described, mix, moment
from projects.structured_data import project_organization


def chronicle_data(chronicle, photos, keywords, image):
    """Return a chronicle as schema.org's Article, with what the page says of it.

    `photos` are its public ones but the cover, `keywords` its keywords, `image` the
    address of its preview; project, story, place and rubrics are loaded.
    """
    rubrics = [rubric.name for rubric in chronicle.all_rubrics]
    return described(
        "Article",
        headline=chronicle.title,
        description=chronicle.standfirst or _excerpt(chronicle),
        url=absolute(chronicle.get_absolute_url()),
        mainEntityOfPage=absolute(chronicle.get_absolute_url()),
        image=[absolute(image), *_photographs(chronicle, photos)],
        datePublished=moment(chronicle.published_at),
        dateModified=moment(chronicle.changed_at),
        author=_author(chronicle),
        publisher=mix(),
        articleSection=rubrics,
        keywords=[keyword.phrase for keyword in keywords],
        wordCount=word_count(chronicle.body) or None,
        inLanguage="it",
        isAccessibleForFree=True,
        about=[project_organization(chronicle.project), *_place(chronicle)],
        isPartOf=_story(chronicle),
    )


def _photographs(chronicle, photos):
    cover = [chronicle.public_cover] if chronicle.public_cover else []
    return [absolute(use.photo.jpeg_url) for use in [*cover, *photos]]


def _excerpt(chronicle):
    return Truncator(to_text(chronicle.body, marks=False)).words(30)


def _author(chronicle):
    """The team signs as an organisation; whoever else signs keeps no address."""
    if chronicle.byline:
        return described("Organization", name=chronicle.byline)
    return project_organization(chronicle.project) | {"name": chronicle.signature}


def _place(chronicle):
    place = chronicle.place
    if place is None or not place.is_public:
        return []
    url = absolute(place.get_absolute_url())
    return [described("Place", name=place.name, url=url)]


def _story(chronicle):
    """The story is public because this instalment of it is."""
    if chronicle.story is None:
        return None
    return described(
        "CreativeWorkSeries",
        name=chronicle.story.title,
        url=absolute(chronicle.story.get_absolute_url()),
    )
