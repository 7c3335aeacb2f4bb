"""The Atom feeds against RFC 4287, and against what may be public."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from chronicles.feeds import ENTRIES
from chronicles.models import Chronicle
from editorial.publishing import State
from projects.models import Photo
from tests import builders
from tests.builders import rome
from tests.html import Page

pytestmark = pytest.mark.django_db

SITE = "https://www.progettomix.it"
PUBLISHED = rome(2018, 3, 15, 10)
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    "/feed/",
    "/cronache/rubriche/spazi/feed/",
    "/cronache/quartieri/progetto-1/feed/",
    "/cronache/storie/orto/feed/",
]
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG_URI = re.compile(r"tag:progettomix\.it,2018:[\w/-]+", re.ASCII)


def get(address, **headers):
    client = Client(headers={"host": "www.progettomix.it"} | headers)
    return client.get(address, secure=True)


def feed_at(address="/feed/"):
    response = get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own)


def entries_of(feed):
    return feed.findall(f"{ATOM}entry")


def text(element, name):
    return element.findtext(f"{ATOM}{name}")


def titles_at(address):
    return [text(entry, "title") for entry in entries_of(feed_at(address))]


def link(element, rel):
    (found,) = [x for x in element.findall(f"{ATOM}link") if x.get("rel") == rel]
    return found.get("href")


def only_content(**values):
    builders.make_chronicle(**values)
    (entry,) = entries_of(feed_at())
    return text(entry, "content")


@pytest.fixture(scope="class")
def everything(kept_rows):
    builders.make_drafts(builders.make_everything())


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("address", FEEDS)
class TestValid:
    """RFC 4287, sections 4.1.1 (feed), 4.1.2 (entry) and 3.3 (dates)."""

    def test_feed_has_what_it_must_have(self, address):
        feed = feed_at(address)
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated"):
            assert len(feed.findall(f"{ATOM}{name}")) == 1
        assert link(feed, "self") == f"{SITE}{address}"
        assert get(link(feed, "alternate").removeprefix(SITE)).status_code == 200

    def test_is_in_italian(self, address):
        language = "{http://www.w3.org/XML/1998/namespace}lang"
        assert feed_at(address).get(language) == "it"

    def test_entries_have_what_they_must_have(self, address):
        entries = entries_of(feed_at(address))
        assert entries
        for entry in entries:
            for name in ("id", "title", "updated", "published", "content"):
                assert len(entry.findall(f"{ATOM}{name}")) == 1
            assert entry.find(f"{ATOM}author/{ATOM}name").text
            assert link(entry, "alternate").startswith(f"{SITE}/cronache/")

    def test_identities_are_tags_and_unique(self, address):
        feed = feed_at(address)
        found = [text(feed, "id"), *(text(entry, "id") for entry in entries_of(feed))]
        assert [name for name in found if not TAG_URI.fullmatch(name)] == []
        assert len(found) == len(set(found))

    def test_dates_are_those_of_rfc_3339(self, address):
        names = {f"{ATOM}updated", f"{ATOM}published"}
        dates = [e.text for e in feed_at(address).iter() if e.tag in names]
        assert [date for date in dates if not RFC_3339.fullmatch(date)] == []

    def test_content_is_well_formed_html(self, address):
        for entry in entries_of(feed_at(address)):
            assert entry.find(f"{ATOM}content").get("type") == "html"
            assert Page(text(entry, "content")).faults == []

    def test_no_address_is_relative(self, address):
        for entry in entries_of(feed_at(address)):
            page = Page(text(entry, "content"))
            found = page.values("href") + page.values("src")
            assert [a for a in found if not urlsplit(a).scheme] == []

    def test_media_type_is_that_of_atom(self, address):
        assert get(address)["Content-Type"] == "application/atom+xml; charset=utf-8"

    def test_names_no_draft(self, address):
        assert builders.SECRET not in get(address).content.decode().upper()


@pytest.mark.usefixtures("everything")
class TestTogether:
    def test_identities_differ(self):
        found = [text(feed_at(address), "id") for address in FEEDS]
        assert len(set(found)) == len(FEEDS)

    @pytest.mark.parametrize(
        ("address", "feed"),
        [
            ("/", "/feed/"),
            ("/cronache/rubriche/spazi/", "/cronache/rubriche/spazi/feed/"),
            ("/cronache/quartieri/progetto-1/", "/cronache/quartieri/progetto-1/feed/"),
            ("/progetti/progetto-1/", "/cronache/quartieri/progetto-1/feed/"),
            ("/cronache/storie/orto/", "/cronache/storie/orto/feed/"),
        ],
    )
    def test_pages_say_where_their_feed_is(self, address, feed):
        links = [
            element
            for element in Page(get(address).content.decode()).all("link")
            if element.get("type") == "application/atom+xml"
        ]
        assert feed in [element.get("href") for element in links]
        assert all(element.get("title") for element in links)


class TestIdentities:
    def test_outlive_a_new_address(self):
        chronicle = builders.make_chronicle(slug="prima")
        before = text(entries_of(feed_at())[0], "id")
        chronicle.slug = "dopo"
        chronicle.save()
        (entry,) = entries_of(feed_at())
        assert text(entry, "id") == before
        assert link(entry, "alternate") == f"{SITE}/cronache/dopo/"


class TestEntry:
    def test_carries_the_whole_text(self):
        body = "<h2>La mattina</h2><p>Si montano i tavoli.</p>"
        assert body in only_content(body=body)

    def test_carries_what_was_met(self):
        said = only_content(resources="I vicini.", obstacles="La pioggia.", results="")
        assert "I vicini." in said
        assert "La pioggia." in said
        assert "Risultati" not in said

    def test_makes_links_absolute(self):
        said = only_content(slug="qui", body='<p><a href="/progetti/">Nove</a></p>')
        assert f'href="{SITE}/progetti/"' in said

    def test_reads_relative_links_as_the_page_does(self):
        said = only_content(slug="qui", body='<p><a href="../trama/">La trama</a></p>')
        assert f'href="{SITE}/cronache/trama/"' in said

    def test_survives_a_link_that_cannot_be_read(self):
        assert "Rotto" in only_content(body='<p><a href="http://[">Rotto</a></p>')

    def test_survives_what_xml_cannot_hold(self):
        builders.make_chronicle(title="Prima\x0bdopo", standfirst="a\ufffeb")
        (entry,) = entries_of(feed_at())
        assert (text(entry, "title"), text(entry, "summary")) == ("Primadopo", "ab")

    def test_shows_photographs_with_their_words(self):
        photo = builders.make_photo(author="Ada Rossi")
        chronicle = builders.make_chronicle()
        builders.add_photo(chronicle, photo, alt="Il «cortile»", caption="Di sera")
        (image,) = Page(text(entries_of(feed_at())[0], "content")).all("img")
        assert image.get("src") == f"{SITE}{photo.small_jpeg_url}"
        assert image.get("alt") == "Il «cortile»"

    def test_begins_with_the_cover(self):
        chronicle = builders.make_chronicle(body="<p>Il testo.</p>")
        uses = [
            builders.add_photo(chronicle, builders.make_photo(), alt=alt, position=n)
            for n, alt in enumerate(["Prima", "Seconda", "Copertina"])
        ]
        Chronicle.objects.update(cover=uses[2])
        said = text(entries_of(feed_at())[0], "content")
        order = ["Copertina", "Il testo.", "Prima", "Seconda"]
        assert sorted(order, key=said.index) == order
        assert said.count("<img") == 3

    @pytest.mark.parametrize(
        ("caption", "said"),
        [
            ("Sabato in cortile", "Sabato in cortile. Foto di Ada Rossi"),
            ("Chi viene?", "Chi viene? Foto di Ada Rossi"),
            ("", "Foto di Ada Rossi"),
        ],
    )
    def test_parts_caption_and_author(self, caption, said):
        chronicle = builders.make_chronicle()
        builders.add_photo(chronicle, builders.make_photo(), caption=caption)
        page = Page(text(entries_of(feed_at())[0], "content"))
        assert page.texts("figcaption") == [said]

    @pytest.mark.parametrize("size", [(1800, 1201), (600, 400)])
    def test_declares_the_size_of_the_file_that_it_shows(self, size):
        photo = builders.make_photo(size=size)
        builders.add_photo(builders.make_chronicle(), photo)
        (image,) = Page(text(entries_of(feed_at())[0], "content")).all("img")
        with default_storage.open(photo.small_jpeg_name) as file:
            real = Image.open(file).size
        assert (int(image.get("width")), int(image.get("height"))) == real

    def test_leaves_out_what_has_no_release(self):
        chronicle = builders.make_chronicle()
        photo = builders.make_photo(people=Photo.People.MINORS)
        builders.add_photo(chronicle, photo)
        assert "<img" not in text(entries_of(feed_at())[0], "content")

    def test_has_the_standfirst_as_plain_summary(self):
        builders.make_chronicle(standfirst="Orto & <cortile>")
        (entry,) = entries_of(feed_at())
        assert entry.find(f"{ATOM}summary").get("type") == "text"
        assert text(entry, "summary") == "Orto & <cortile>"

    def test_without_standfirst_has_no_summary(self):
        builders.make_chronicle()
        assert entries_of(feed_at())[0].find(f"{ATOM}summary") is None

    def test_has_rubrics_and_neighbourhood_as_categories(self):
        builders.make_chronicle(rubrics=["culture", "spazi"])
        (entry,) = entries_of(feed_at())
        categories = entry.findall(f"{ATOM}category")
        assert [(c.get("term"), c.get("scheme")) for c in categories] == [
            ("Culture", f"{SITE}/cronache/rubriche/"),
            ("Spazi", f"{SITE}/cronache/rubriche/"),
            ("Zona 1", f"{SITE}/cronache/quartieri/"),
        ]

    def test_is_signed(self):
        builders.make_chronicle(byline="Il gruppo dell’orto")
        author = entries_of(feed_at())[0].find(f"{ATOM}author/{ATOM}name")
        assert author.text == "Il gruppo dell’orto"

    @pytest.mark.parametrize(
        ("created", "updated", "said"),
        [
            # Edited while it was waiting for its moment.
            (rome(2018, 3, 1, 9), rome(2018, 3, 2, 9), PUBLISHED),
            # Loaded long after the day it is dated.
            (rome(2018, 9, 1, 9), rome(2018, 9, 1, 20), PUBLISHED),
            # Edited on a later day.
            (rome(2018, 3, 1, 9), rome(2018, 4, 1, 9), rome(2018, 4, 1, 9)),
        ],
    )
    def test_says_when_readers_last_met_something_new(self, created, updated, said):
        chronicle = builders.make_chronicle(published_at=PUBLISHED)
        written = {"created_at": created, "updated_at": updated}
        Chronicle.objects.filter(pk=chronicle.pk).update(**written)
        (entry,) = entries_of(feed_at())
        assert datetime.fromisoformat(text(entry, "published")) == PUBLISHED
        assert datetime.fromisoformat(text(entry, "updated")) == said


class TestChoice:
    def test_newest_come_first(self):
        for day in (2, 3, 1):
            moment = rome(2018, 3, day)
            builders.make_chronicle(title=str(day), published_at=moment)
        assert titles_at("/feed/") == ["3", "2", "1"]

    def test_is_cut_at_some_point(self):
        builders.make_many_chronicles(ENTRIES + 5, [builders.make_project(lot=1)])
        assert len(entries_of(feed_at())) == ENTRIES

    def test_of_a_rubric_has_that_rubric(self):
        builders.make_chronicle(title="Sì", rubrics=["culture", "spazi"])
        builders.make_chronicle(title="No", rubrics=["racconti"])
        assert titles_at("/cronache/rubriche/spazi/feed/") == ["Sì"]

    def test_of_a_neighbourhood_has_its_own(self):
        project = builders.make_project(lot=2)
        builders.make_chronicle(title="Sì", project=project)
        builders.make_chronicle(title="No")
        assert titles_at(f"/cronache/quartieri/{project.slug}/feed/") == ["Sì"]

    def test_of_a_story_has_its_instalments(self):
        story = builders.make_story(slug="orto")
        builders.make_chronicle(title="Sì", story=story)
        builders.make_chronicle(title="No")
        assert titles_at("/cronache/storie/orto/feed/") == ["Sì"]

    def test_withdrawn_chronicle_leaves_at_once(self):
        chronicle = builders.make_chronicle()
        assert titles_at("/feed/") == [chronicle.title]
        chronicle.state = State.WITHDRAWN
        chronicle.save(state_may_change=True)
        assert titles_at("/feed/") == []


class TestAddress:
    def test_of_a_withdrawn_project_is_gone(self):
        builders.make_project(lot=1, **builders.HIDDEN_STATES["ritirata"])
        assert get("/cronache/quartieri/progetto-1/feed/").status_code == 410

    @pytest.mark.parametrize(
        "address",
        [
            "/cronache/rubriche/altra/feed/",
            "/cronache/quartieri/altro/feed/",
            "/cronache/storie/altra/feed/",
        ],
    )
    def test_of_nothing_is_a_404(self, address):
        assert get(address).status_code == 404

    def test_follows_a_changed_slug(self):
        project = builders.make_project(lot=1)
        project.slug = "nuovo"
        project.save()
        response = get("/cronache/quartieri/progetto-1/feed/")
        assert (response.status_code, response["Location"]) == (
            301,
            "/cronache/quartieri/nuovo/feed/",
        )


def test_is_not_sent_twice_to_who_has_it():
    builders.make_chronicle()
    first = get("/feed/")
    again = get("/feed/", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_empty_feed_is_valid_and_stays_the_same():
    assert entries_of(feed_at()) == []
    assert get("/feed/").content == get("/feed/").content
