"""The foglio di quartiere: an A4 sheet for the stairwell, large type, one page.

How much fits is reckoned here, in millimetres, because paper cannot scroll: what
does not fit stays on the site. The sizes are those of static/css/sheet.css in the
widest typeface of the site's stack; a narrower one leaves some air, and should a
text still outgrow the sheet, a second page takes it.
"""

import re
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from editorial.dates import long_date
from editorial.qr import QRCode, qr_code
from editorial.richtext import to_text
from editorial.templatetags.dates import event_first_date, event_when
from editorial.templatetags.paper import short_address
from projects.models import Event, Partnership

MOST_NEWS, MOST_DATES, MOST_PLACES = 6, 5, 6
FEWEST_NEWS = 3
# What the head, the foot, the headings and the margins leave of 297 millimetres.
ROOM = 140
# The less there is to tell, the more of it is told, and the larger.
EXCERPTS = (480, 400, 330, 270, 220, 180, 150, 120)
NOTE = 150
LARGER_TYPE = 1.4
# The longest name that fits one line in each size; a longer one takes more lines.
AREA_SIZES = (("huge", 8), ("large", 12))


class Type(NamedTuple):
    """A size of type: characters in a line, millimetres from line to line."""

    characters: int
    line: float

    def height(self, text):
        return ceil(len(text) / self.characters) * self.line


# The wide column, then the narrow one.
NEWS_TITLE, NEWS_TEXT, NEWS_FACTS = Type(28, 7.2), Type(40, 6.7), Type(46, 6)
WHEN, WHAT, WHERE = Type(18, 6.4), Type(19, 6.4), Type(24, 6)
ASIDE = Type(23, 6.7)
GAP = 5.5
# The sentence that stands where no date does.
NO_DATE = 4 * ASIDE.line + GAP

# A full stop after a letter or two ends an abbreviation: «S. Siro», «n. 1».
_SENTENCE_END = re.compile(
    r"(?:(?<=\w\w\w[.!?…])|(?<=\w\w[.!?…][”»\")]))\s+(?=[A-ZÀ-Ý«“\"(\d])"
)


@dataclass(frozen=True)
class News:
    """A chronicle as the sheet tells it: `excerpt` is a sentence or two."""

    chronicle: object
    excerpt: str

    @property
    def place(self):
        """The place's name; "" when there is none that anybody may see."""
        place = self.chronicle.place
        return place.name if place and place.is_public else ""


@dataclass(frozen=True)
class Sheet:
    """What a sheet shows; `address` is short, for people, `qr` for their phones."""

    area_size: str
    is_roomy: bool
    news: list
    summary: str
    dates: list
    places: list
    legacy: str
    lead: str
    note: str
    address: str
    qr: QRCode

    @property
    def address_parts(self):
        """The address in pieces, for a line to break between them."""
        return self.address.split("/")


def sheet_of(project):
    """Return the `Sheet` of a public project, with what anybody may see now."""
    news, dates = _news(project), _fitting(_coming(project), _height_of_date)
    places = [] if dates else _places(project)
    legacy = "" if dates or len(places) > 1 else _legacy(project)
    wide = sum(map(_height_of_news, news)) or NEWS_TEXT.height(project.summary)
    narrow = sum(map(_height_of_date, dates)) or NO_DATE
    narrow += sum(map(_height_of_place, places)) + ASIDE.height(legacy)
    with_summary = narrow + ASIDE.height(project.summary) + 3 * GAP
    summary = project.summary if news and with_summary < ROOM else ""
    height = max(wide, with_summary if summary else narrow)
    path = short_path(project)
    return Sheet(
        area_size=_size_of(project.area),
        is_roomy=height * LARGER_TYPE < ROOM,
        news=news,
        summary=summary,
        dates=dates,
        places=places,
        legacy=legacy,
        lead=_lead(project),
        note=sentences(project.contact_note, NOTE),
        address=short_address(f"{settings.SITE_URL}{path}"),
        qr=qr_code(f"{settings.SITE_URL}{path}"),
    )


def _size_of(area):
    """How large the neighbourhood's name can stand: the CSS class says it."""
    return next((size for size, most in AREA_SIZES if len(area) <= most), "small")


def short_path(project):
    """Return the shortest permanent path of a project: «/3/» for the third lot."""
    if project.is_local:
        return reverse("projects:lot", kwargs={"lot": project.lot})
    return project.get_absolute_url()


def sentences(text, limit):
    """Return the first sentences of `text`, in `limit` characters or fewer.

    A first sentence that is longer is cut after a word, with an ellipsis.
    """
    text = " ".join(text.split())
    first, *others = _SENTENCE_END.split(text)
    if len(first) > limit:
        return _cut(first, limit)
    for sentence in others:
        if len(first) + len(sentence) + 1 > limit:
            break
        first = f"{first} {sentence}"
    return first


def _cut(text, limit):
    words = text[:limit].rsplit(" ", 1)[0]
    return f"{words.rstrip(' ,;:.–-')}…"


def _fitting(rows, height_of, room=ROOM):
    """Return the first of `rows` that fit, and at least one."""
    kept = []
    for row in rows:
        room -= height_of(row)
        if room < 0 and kept:
            break
        kept.append(row)
    return kept


def _news(project):
    """The latest chronicles, told at such length that some of them fit."""
    chronicles = project.chronicles.published().for_cards().newest_first()
    chronicles = list(chronicles.select_related("place__project")[:MOST_NEWS])
    for limit in EXCERPTS:
        told = [News(row, sentences(_words_of(row), limit)) for row in chronicles]
        kept = _fitting(told, _height_of_news)
        if len(kept) >= min(FEWEST_NEWS, len(told)):
            break
    return kept


def _height_of_news(news):
    when = news.chronicle.when_label or long_date(news.chronicle.shown_on)
    rubric = news.chronicle.main_rubric
    facts = " · ".join([rubric.name if rubric else "", when, news.place])
    height = NEWS_TITLE.height(news.chronicle.title) + NEWS_FACTS.height(facts)
    return height + NEWS_TEXT.height(news.excerpt) + GAP


def _words_of(chronicle):
    """The standfirst and the text, without its headings."""
    blocks = to_text(chronicle.body, marks=False).split("\n\n")
    paragraphs = [block for block in blocks if re.search(r"[.!?…:”»]$", block.strip())]
    return " ".join([chronicle.standfirst, *(paragraphs or blocks)])


def _coming(project):
    """The next dates of the project and of the whole city."""
    here_or_everywhere = Q(project=project) | Q(project__lot__isnull=True)
    events = Event.objects.published().filter(here_or_everywhere).coming()
    return events.select_related("project")[:MOST_DATES]


def _height_of_date(event):
    where = event.where or event.address
    height = WHEN.height(event_when(event)) + WHAT.height(event.title)
    if event.is_cancelled or event.is_postponed:
        height += WHEN.height(f"Rinviato: era {event_first_date(event)}") + GAP
    return height + (WHERE.height(where) if where else 0) + GAP


def _places(project):
    places = project.places.published()[:MOST_PLACES]
    return _fitting(places, _height_of_place, ROOM - NO_DATE - 2 * GAP)


def _height_of_place(place):
    return WHAT.height(place.name) + WHERE.height(place.address) + GAP


def _legacy(project):
    return sentences(to_text(project.legacy, marks=False), NOTE)


def _lead(project):
    """The name of the body that leads the project; "" when it is not known."""
    leads = project.partnerships.filter(role=Partnership.Role.LEAD)
    return leads.values_list("organization__name", flat=True).first() or ""
