"""The pages as a screen reader meets them: Chromium's accessibility tree."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from tests import access, test_access_browser
from tests.test_access_browser import KINDS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

open_page = test_access_browser.open_page
NAMED = {
    "link",
    "button",
    "image",
    "img",
    "navigation",
    "textbox",
    "searchbox",
    "table",
}


def wrong(trees, look):
    found = {address: look(nodes) for address, nodes in trees.items()}
    return {address: faults for address, faults in found.items() if faults}


def with_role(nodes, *roles):
    return [node for node in nodes if node["role"] in roles]


def landmarks_missing(nodes):
    counts = Counter(node["role"] for node in nodes)
    return [role for role in ("banner", "main", "contentinfo") if counts[role] != 1]


def navigations_alike(nodes):
    names = Counter(node["name"] for node in with_role(nodes, "navigation"))
    return [name for name, times in names.items() if times > 1 or not name]


def headings_skipped(nodes):
    levels = [0] + [node["level"] for node in with_role(nodes, "heading")]
    pairs = pairwise(levels)
    return [(above, below) for above, below in pairs if below > above + 1]


def nameless(nodes):
    return [n for n in with_role(nodes, *NAMED) if not n["name"].strip()]


def names_that_lead_apart(nodes):
    """Links of one page that are called the same and lead to different places.

    But for photographs: two of them may show, and be called, the same.
    """
    targets = defaultdict(set)
    links = with_role(nodes, "link")
    for link in [n for n in links if not n["name"].startswith("Ingrandisci")]:
        targets[" ".join(link["name"].split())].add(link["url"])
    return {name: sorted(urls) for name, urls in targets.items() if len(urls) > 1}


def counts_without_a_noun(nodes):
    links = with_role(nodes, "link", "button", "heading")
    return [node["name"] for node in links if node["name"].strip().isdigit()]


def words_run_together(nodes):
    """A name such as «Spazi12 cronache»: two texts with no space between them."""
    glued = re.compile(
        r"[a-zà-ù]\d+ (?:cronac|puntat|risultat)|[a-zà-ù][.!?:;][A-ZÀ-Ù]"
    )
    links = with_role(nodes, "link", "button", "heading")
    return [node["name"] for node in links if glued.search(node["name"])]


CHECKS = [
    landmarks_missing,
    navigations_alike,
    headings_skipped,
    nameless,
    names_that_lead_apart,
    counts_without_a_noun,
    words_run_together,
]


def order_disturbed(nodes):
    """Skip link, head, content, foot: read as the eye meets them."""
    wanted = ["link", "banner", "main", "contentinfo"]
    met = [n["role"] for n in nodes if n["depth"] <= 2 and n["role"] in wanted]
    return [] if list(dict.fromkeys(met)) == wanted else met


def test_a_screen_reader_meets_no_fault(page, open_page):
    trees = {address: access.tree(open_page(address)) for address in KINDS}
    found = {look.__name__: wrong(trees, look) for look in [*CHECKS, order_disturbed]}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_faults_would_be_seen(page):
    links = ["Vai</a>", "Vai</a>", "</a>", "4</a>", "Spazi12 cronache</a>"]
    page.set_content(
        "<h1>Uno</h1><h3>Tre</h3><nav></nav>"
        + "".join(f"<a href='http://x/{n}'>{link}" for n, link in enumerate(links))
    )
    nodes = access.tree(page)
    assert [look.__name__ for look in CHECKS if not look(nodes)] == []
    assert order_disturbed(nodes)
