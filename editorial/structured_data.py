"""What a page says to machines: schema.org in JSON-LD data blocks.

Each app describes its own rows as dictionaries (`<app>/structured_data.py`), with
nothing that the page does not say; here they become text and find their context.
"""

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

# What could end the script element or begin a comment in it (HTML, 4.12.1.3).
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
EMPTY = (None, "", [], {})


@dataclass(frozen=True)
class DataBlock:
    """A script element that no browser runs, ready for a template."""

    data: dict

    def __html__(self):
        context = {"@context": "https://schema.org"} | self.data
        text = json.dumps(context, ensure_ascii=False, separators=(",", ":"))
        escaped = text.translate(ESCAPES)
        return f'<script type="application/ld+json">{escaped}</script>'


def described(kind, **properties):
    """Return an item of a schema.org type, without the properties that are unknown."""
    known = {name: value for name, value in properties.items() if value not in EMPTY}
    return {"@type": kind} | known


def absolute(address):
    """Return an address with scheme and host; one that has them stays as it is."""
    return urljoin(settings.SITE_URL, address)


def moment(value):
    """Return an aware datetime in Italian time, with its offset (ISO 8601)."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def mix():
    """The programme, as what publishes all this."""
    return described("Organization", name="Mix", url=absolute("/"))


def breadcrumb_list(html):
    """Return the BreadcrumbList of a breadcrumb as the page shows it; None if empty.

    What people read is the only source: an item is a list item, its address that
    of the link in it; the last one, the page itself, may have none.
    """
    reader = _CrumbReader()
    reader.feed(html)
    reader.close()
    crumbs = [crumb for crumb in reader.crumbs if crumb["name"].strip()]
    items = [
        described(
            "ListItem",
            position=position,
            name=" ".join(crumb["name"].split()),
            item=crumb["href"] and absolute(crumb["href"]),
        )
        for position, crumb in enumerate(crumbs, 1)
    ]
    return described("BreadcrumbList", itemListElement=items) if items else None


class _CrumbReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.crumbs = []

    def handle_starttag(self, tag, attributes):
        if tag == "li":
            self.crumbs.append({"name": "", "href": ""})
        elif tag == "a" and self.crumbs:
            self.crumbs[-1]["href"] = dict(attributes).get("href") or ""

    def handle_data(self, data):
        if self.crumbs:
            self.crumbs[-1]["name"] += data
