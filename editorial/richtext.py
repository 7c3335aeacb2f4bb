"""Rich text: cleaned when it is written, cleaned again when it is shown."""

import html as entities
import re
from html.parser import HTMLParser
from math import ceil
from urllib.parse import urljoin

import nh3
from ckeditor.widgets import CKEditorWidget
from django import forms
from django.db import models
from django.utils.safestring import mark_safe

WORDS_A_MINUTE = 200
DEEPEST_NESTING = 20
KINDRED_TAGS = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
}
TAGS = {"p", "br", "h2", "h3", "ul", "ol", "li", "a", "strong", "em", "blockquote"}
LINK_REL = "noopener noreferrer"

_KINDRED = re.compile(rf"<(/?)({'|'.join(KINDRED_TAGS)})>")
_BLANK = r"(?:\s|&nbsp;|[\u200b\u2060\ufeff]|<br>)*"
_EMPTY = re.compile(
    rf"<(p|h2|h3|li|ul|ol|blockquote)>{_BLANK}</\1>|<(strong|em)></\2>|<a[^>]*></a>"
)
_LINK_TO_NOWHERE = re.compile(r'<a(?: (?!href=)\w+="[^"]*")*>(.*?)</a>', re.DOTALL)
_VISIBLE = re.compile(r"[^\s\u200b\u2060\ufeff]")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_TAG = re.compile(r"<[^>]+>")
_HREF = re.compile(r'href="([^"]*)"')
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20]")


def _attribute(tag, name, value):
    if name != "href":
        return value
    address = _IGNORED_BY_BROWSERS.sub("", value).replace("\\", "/")
    return None if address.startswith("//") else value


_CLEANER = nh3.Cleaner(
    tags=TAGS | set(KINDRED_TAGS),
    attributes={"*": set(), "a": {"href", "title"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=LINK_REL,
    clean_content_tags={
        "script",
        "style",
        "title",
        "iframe",
        "object",
        "template",
        "noscript",
        "svg",
        "math",
    },
)


def sanitise(html):
    """Return `html` with nothing but our few tags; "" when it has no content.

    Takes any text, also hostile or broken. Doing it twice changes nothing.
    """
    cleaned = _tidy(_CLEANER.clean(html or ""))
    if cleaned == html:
        return cleaned
    # Taking a table away may leave a link inside a link: the second pass reads
    # what is left as a browser will.
    return _tidy(_CLEANER.clean(cleaned))


def _tidy(html):
    html = _KINDRED.sub(lambda tag: f"<{tag[1]}{KINDRED_TAGS[tag[2]]}>", html)
    html = _LINK_TO_NOWHERE.sub(r"\1", html)
    for _ in range(DEEPEST_NESTING):
        html, removed = _EMPTY.subn("", html)
        if not removed:
            break
    return html.strip() if _VISIBLE.search(_words(html)) else ""


def _words(html):
    return entities.unescape(_TAG.sub(" ", html))


def render(html, heading_shift=0):
    """Return `html` as safe markup, cleaned again: SQL can write a row too.

    With `heading_shift=1` an h2 becomes an h3, and so on down to h6, so that a
    text fits below the heading of the section that holds it.
    """
    shifted = re.sub(
        r"<(/?)h([23])>",
        lambda tag: f"<{tag[1]}h{min(int(tag[2]) + heading_shift, 6)}>",
        sanitise(html),
    )
    return mark_safe(shifted)  # noqa: S308 (sanitised three lines above)


def with_absolute_links(html, base):
    """Return sanitised `html` whose links are all absolute, as seen from `base`.

    For what is read away from the site, mail and feeds; `base` is the address of
    the page, or of the site alone when no link is relative to the page.
    """
    return _HREF.sub(lambda link: f'href="{_joined(base, link[1])}"', sanitise(html))


def _joined(base, address):
    try:
        return urljoin(base, address)
    except ValueError:
        # Such as "http://[": it led nowhere before, either.
        return address


def to_text(html, marks=True):
    """Return the words of `html` as plain text, paragraphs a blank line apart.

    `marks` keeps what a letter needs: "- " before items, "> " before quotations,
    the address after a link. Without them it is right for an excerpt.
    """
    writer = _TextWriter(marks)
    writer.feed(sanitise(html))
    writer.close()
    writer.end_block()
    return writer.text


def word_count(html):
    """Return how many words a reader meets in `html`."""
    return len(_WORD.findall(_words(sanitise(html))))


def reading_minutes(html):
    """Return the whole minutes it takes to read `html`: at least 1."""
    return max(1, ceil(word_count(html) / WORDS_A_MINUTE))


class _TextWriter(HTMLParser):
    BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote"}

    def __init__(self, marks):
        super().__init__()
        self.marks = marks
        self.text = ""
        self.line = ""
        self.lists = []
        self.in_list = False
        self.bullet = ""
        self.quotes = 0
        self.link = ("", 0)

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCKS:
            self.end_block()
        if tag in {"ul", "ol"}:
            self.in_list = self.in_list and bool(self.lists)
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.bullet = self._next_bullet()
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "br":
            self.line += "\n"
        elif tag == "a":
            self.link = (dict(attrs).get("href", ""), len(self.line))

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self.end_block()
        if tag in {"ul", "ol"}:
            self.lists.pop()
        elif tag == "blockquote":
            self.quotes -= 1
        elif tag == "a" and self.marks:
            self._write_address()

    def handle_data(self, data):
        self.line += re.sub(r"\s+", " ", data)

    def _next_bullet(self):
        if not self.lists or self.lists[-1] is None:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def _write_address(self):
        href, start = self.link
        address = href.removeprefix("mailto:").removeprefix("tel:")
        if address and address != self.line[start:].strip():
            self.line += f" ({address})"

    def end_block(self):
        lines = [part.strip() for part in self.line.strip().split("\n")]
        self.line = ""
        if not any(lines):
            return
        separator = "\n" if self.in_list and self.lists else "\n\n"
        first, rest = self._prefixes()
        block = first + f"\n{rest}".join(lines)
        self.text += separator + block if self.text else block
        self.bullet = ""
        self.in_list = bool(self.lists)

    def _prefixes(self):
        if not self.marks:
            return "", ""
        outer = "> " * self.quotes + "  " * (len(self.lists) - 1)
        return outer + self.bullet, outer + " " * len(self.bullet)


class HTMLFormField(forms.CharField):
    # To exchange the editor, replace this widget (and CKEDITOR_CONFIGS): fields,
    # migrations and stored texts know nothing about CKEditor.
    widget = CKEditorWidget

    def to_python(self, value):
        return sanitise(super().to_python(value))


class HTMLField(models.TextField):
    """A rich text that is sanitised on every way into the database.

    Forms, full_clean and, through TextField.get_prep_value, every value that goes
    to the database pass by `to_python`. The one exception is an expression
    (`update(body=Value(...))`): `render` takes care of it when it is shown.
    """

    def to_python(self, value):
        return _clean_text(super().to_python(value))

    def pre_save(self, model_instance, add):
        value = _clean_text(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        # The admin offers a plain textarea for every TextField.
        kwargs["widget"] = HTMLFormField.widget
        return super().formfield(**{"form_class": HTMLFormField, **kwargs})


def _clean_text(value):
    return sanitise(value) if isinstance(value, str) else value


def from_own_file(html):
    """Return the HTML made of a file of this repository, to be shown as it is."""
    return mark_safe(html)  # noqa: S308 (nobody typed it into the site)
