"""The main menu: seven entries, one of them the place where the reader is."""

from dataclasses import dataclass

from django.urls import reverse

# Label and name of the page in urls.py; the first is a flat page.
ENTRIES = [
    ("Il progetto", "/il-progetto/"),
    ("Progetti", "projects:project-list"),
    ("Cronache", "chronicles:chronicle-list"),
    ("La trama", "chronicles:weave"),
    ("Eventi", "projects:event-list"),
    ("Newsletter", "newsletter:issue-list"),
    ("Cerca", "search"),
]


@dataclass(frozen=True)
class Entry:
    """A link of the menu; `current` is the value of its aria-current, or empty."""

    label: str
    url: str
    current: str = ""


def menu(path):
    """Return the entries of the menu as they stand on the page at `path`.

    The page itself is "page", the section that holds it "true": of two that hold
    it, the nearer one.
    """
    urls = [name if name.startswith("/") else reverse(name) for _, name in ENTRIES]
    here = max((url for url in urls if path.startswith(url)), key=len, default=None)
    return [
        Entry(label, url, _current(url, path) if url == here else "")
        for (label, _), url in zip(ENTRIES, urls, strict=True)
    ]


def _current(url, path):
    return "page" if url == path else "true"
