"""Atom feeds (RFC 4287) that carry the whole text, and lasting names for entries."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from editorial.xml import xml_text

# RFC 4151: the domain was ours on this date, and what follows it is never reused.
# An address would not do: it changes with a slug, and a reader would see the same
# text as a new one.
MINTED = "tag:progettomix.it,2018:"
# What a feed without entries says of its last change: RFC 4287 asks for a moment.
BEGINNING = datetime(2018, 1, 1, tzinfo=UTC)


def tag_uri(kind, number):
    """Return an identity that outlives every change of title, slug and host.

    `kind` is one Italian word, `number` the primary key or another lasting name.
    """
    return f"{MINTED}{kind}/{number}"


class FullTextAtom(Atom1Feed):
    """An Atom feed in Italian whose entries have a plain summary and an HTML content.

    `add_item` takes `summary` (plain text or ""), `content` (HTML whose links are all
    absolute) and `terms` (categories as pairs of a term and the absolute address of
    its vocabulary) besides what Django's takes; `description` stays None.
    """

    def __init__(self, **values):
        super().__init__(description=None, language="it", **values)

    def latest_post_date(self):
        return super().latest_post_date() if self.items else BEGINNING

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"], {"type": "text"})
        for term, scheme in item["terms"]:
            names = {"term": xml_text(term), "scheme": scheme}
            handler.addQuickElement("category", "", names)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def add_item(self, *, summary, content, terms=(), **values):
        texts = {"summary": summary, "content": content, "terms": terms, **values}
        clean = {
            name: xml_text(value) if isinstance(value, str) else value
            for name, value in texts.items()
        }
        super().add_item(description=None, **clean)


def feed_response(feed):
    """Return the answer that holds `feed`, an Atom1Feed."""
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
