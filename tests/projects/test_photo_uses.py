"""The list of every place where a photograph was used."""

import pytest
from django.contrib.auth.models import Permission

from projects.models import EventPhoto, Photo
from projects.photo_uses import uses_of
from tests.admin import admin_url, sign_in
from tests.builders import (
    add_photo,
    make_block,
    make_chronicle,
    make_event,
    make_issue,
    make_organization,
    make_photo,
    make_place,
    make_project,
    make_user,
)

pytestmark = pytest.mark.django_db

PAGES = {
    "chronicles.ChroniclePhoto.photo": lambda photo: make_chronicle(),
    "projects.EventPhoto.photo": lambda photo: make_event(),
    "projects.Place.photo_before": lambda photo: make_place(
        photo_before=photo, alt_before="x"
    ),
    "projects.Place.photo_after": lambda photo: make_place(
        photo_after=photo, alt_after="x"
    ),
    "projects.Project.cover": lambda photo: make_project(
        lot=7, cover=photo, cover_alt="x"
    ),
    "projects.Organization.logo": lambda photo: make_organization(logo=photo),
    "newsletter.Block.photo": lambda photo: make_issue(number=3),
}


def use(relation, photo):
    """Make the page that `relation` leads to, with the photo in it; return the page."""
    page = PAGES[relation](photo)
    if relation == "chronicles.ChroniclePhoto.photo":
        add_photo(page, photo)
    if relation == "projects.EventPhoto.photo":
        EventPhoto.objects.create(event=page, photo=photo, alt="x")
    if relation == "newsletter.Block.photo":
        make_block("photo", parent=page, photo=photo, alt="x")
    return page


@pytest.mark.parametrize("relation", PAGES)
def test_finds_the_page_whatever_refers_to_the_photo(relation):
    photo, other = make_photo(), make_photo()
    page = use(relation, photo)
    assert uses_of([photo, other]) == {photo.pk: [page], other.pk: []}


def test_no_relation_is_forgotten():
    fields = [
        relation.field
        for relation in Photo._meta.get_fields(include_hidden=True)
        if relation.one_to_many
    ]
    assert {str(field) for field in fields} == set(PAGES)


def test_a_page_that_shows_it_twice_is_told_once():
    photo = make_photo()
    place = make_place(
        photo_before=photo, alt_before="x", photo_after=photo, alt_after="x"
    )
    assert uses_of([photo]) == {photo.pk: [place]}


def test_what_readers_see_comes_first():
    photo = make_photo()
    draft = make_chronicle(title="Abbozzo", state="draft")
    public = make_chronicle(title="Zanzare")
    for chronicle in (draft, public):
        add_photo(chronicle, photo)
    assert uses_of([photo]) == {photo.pk: [public, draft]}


def test_asks_once_for_each_relation(django_assert_num_queries):
    photos = []
    for lot in range(1, 4):
        project = make_project(lot=lot)
        photos.append(make_photo(project=project))
        add_photo(make_chronicle(project=project), photos[-1])
        make_place(project=project, photo_after=photos[-1], alt_after="x")
    with django_assert_num_queries(len(PAGES)):
        assert all(len(pages) == 2 for pages in uses_of(photos).values())


class TestOnTheForm:
    def form(self, client, photo):
        return client.get(admin_url(Photo, "change", photo.pk)).content.decode()

    def test_leads_to_each_page(self, client):
        photo, chronicle = make_photo(), make_chronicle(title="La festa", slug="festa")
        add_photo(chronicle, photo)
        html = self.form(sign_in(client), photo)
        assert "Dove si vede" in html
        assert f'href="{admin_url(type(chronicle), "change", chronicle.pk)}"' in html
        assert 'href="/cronache/festa/"' in html
        assert "pubblicata" in html

    def test_does_not_lead_to_what_nobody_sees(self, client):
        photo = make_photo()
        add_photo(make_chronicle(slug="festa", state="draft"), photo)
        html = self.form(sign_in(client), photo)
        assert "/cronache/festa/" not in html
        assert ", bozza" in html

    def test_says_when_there_is_none(self, client):
        assert "In nessuna pagina." in self.form(sign_in(client), make_photo())

    def test_keeps_to_itself_the_drafts_of_others(self, client):
        photo = make_photo(project=make_project(lot=1))
        others = make_project(lot=2)
        for title, state in (("Segreta", "draft"), ("Nota", "published")):
            chronicle = make_chronicle(title=title, project=others, state=state)
            add_photo(chronicle, photo)
        team = make_user("scrive", projects=[photo.project], is_staff=True)
        names = ["view_photo", "change_photo", "view_chronicle"]
        team.user_permissions.set(Permission.objects.filter(codename__in=names))
        client.force_login(team)
        html = self.form(client, photo)
        assert "Segreta" not in html
        assert "una pagina di altri, non pubblicata" in html
        assert "Nota" in html
