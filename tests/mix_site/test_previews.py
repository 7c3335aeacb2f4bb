import errno
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.test import Client
from PIL import Image

from chronicles.models import Chronicle, ChroniclePhoto
from editorial.patchwork import patch
from mix_site.previews import drawing, store, subjects, views
from mix_site.previews.drawing import BOLD, SEMIBOLD
from mix_site.previews.subjects import Still, Subject
from projects.models import Photo
from tests import builders
from tests.builders import rome

TOKENS = (project_settings.BASE_DIR / "static/css/tokens.css").read_text("utf-8")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PREVIEWS_ROOT = tmp_path / "previews"
    return settings.PREVIEWS_ROOT


@pytest.fixture
def drawn(monkeypatch):
    """Count what is really drawn."""
    done = []

    def png_of(subject, svg):
        done.append(subject.title)
        return drawing.png_of(subject, svg)

    monkeypatch.setattr(views, "png_of", png_of)
    return done


def get(address, **headers):
    client = Client(headers={"host": "www.progettomix.it"} | headers)
    return client.get(address, secure=True)


def picture_at(address):
    response = get(address)
    assert response.status_code == 200
    return Image.open(BytesIO(response.content))


def subject(title="Una festa", **values):
    values = {"lot": 3, "patch": patch(1, ["spazi"])} | values
    return Subject("cronache", 1, title, area="Zona 3", label="Spazi", **values)


def words_of(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def lines_of(title, width=600):
    return drawing.title_lines(title, width)[1]


class TestTitle:
    def test_keeps_every_word(self):
        title = "Un orto dove c’erano le auto: la prima raccolta con la scuola"
        assert " ".join(lines_of(title)) == title

    def test_is_larger_when_short(self):
        size, _ = drawing.title_lines("Festa", 600)
        smaller, _ = drawing.title_lines("Una festa nel cortile di via Rizzoli", 600)
        assert size > smaller

    @pytest.mark.parametrize(
        "title", ["Breve", "parola " * 22, "Lunghissimo" * 14, "W" * 160, "— " * 60]
    )
    def test_stays_within_its_place(self, title):
        size, lines = drawing.title_lines(title, 600)
        font = drawing._font(BOLD, size)
        assert max(font.getlength(line) for line in lines) <= 600
        assert len(lines) * size * drawing.LEADING <= drawing.TITLE_HEIGHT

    def test_too_long_ends_with_a_whole_word(self):
        title = "consapevolmente " * 20
        last = lines_of(title)[-1]
        assert last.endswith("consapevolmente…")

    def test_leaves_no_comma_before_the_dots(self):
        assert not re.search(r"[,;:]…$", lines_of("partecipazione, " * 20)[-1])


class TestLine:
    def test_that_fits_is_whole(self):
        assert drawing.fitted("Barona", BOLD, 34, 600) == "Barona"

    def test_that_does_not_fit_ends_with_dots(self):
        area = "Quartieri Molise, Calvairate e Ponti, fra il mercato e la ferrovia"
        said = drawing.fitted(area, BOLD, 34, 400)
        assert said.endswith("…")
        assert area.startswith(said[:-1])

    def test_of_nothing_is_nothing(self):
        assert drawing.fitted("", SEMIBOLD, 28, 400) == ""


class TestDrawing:
    def test_says_lot_area_and_rubric_in_words(self):
        said = words_of(drawing.svg_of(subject(shape="spazi")))
        assert {"3", "Zona 3", "Spazi", "coesione sociale a Milano"} <= set(said)

    def test_of_the_city_has_no_number(self):
        assert "3" not in words_of(drawing.svg_of(subject(lot=None)))

    def test_writes_what_an_editor_may_write(self):
        svg = drawing.svg_of(subject('</text><script>"&\x0b\ufffe'))
        assert "<script>" not in svg
        assert drawing.png_of(subject(), svg)

    def test_has_the_size_that_open_graph_asks_for(self):
        svg = drawing.svg_of(subject())
        picture = Image.open(BytesIO(drawing.png_of(subject(), svg)))
        assert (picture.format, picture.size) == ("PNG", (1200, 630))

    def test_is_light(self):
        crowded = subject("parola " * 22, patch=patch(9, ["culture", "spazi"]))
        assert len(drawing.png_of(crowded, drawing.svg_of(crowded))) < 100_000

    def test_shows_the_colour_of_the_lot(self):
        for lot in (1, 9):
            svg = drawing.svg_of(subject(lot=lot))
            picture = Image.open(BytesIO(drawing.png_of(subject(), svg))).convert("RGB")
            colour = "#{:02x}{:02x}{:02x}".format(*picture.getpixel((70, 66)))
            assert colour == drawing.LOTS[lot]

    def test_letters_are_really_drawn(self):
        nothing = drawing.svg_of(subject("\u2003"))
        blank = drawing.png_of(subject(), nothing)
        assert drawing.png_of(subject(), drawing.svg_of(subject("È qui"))) != blank

    def test_has_the_colours_of_the_style_sheet(self):
        light = TOKENS.split("@media")[0].lower()
        for lot in range(1, 10):
            assert f"--lot-{lot}-color: {drawing.LOTS[lot]}" in light
        assert f"--paper: {drawing.PAPER}" in light
        assert f"--ink: {drawing.INK}" in light
        assert f"--stroke: {drawing.STROKE};" in light

    @pytest.mark.parametrize("path", [BOLD, SEMIBOLD])
    def test_fonts_have_the_letters_of_the_city(self, path):
        font = drawing._font(path, 40)
        missing = font.getmask("\uffff").getbbox(), font.getlength("\uffff")
        letters = "àèéìòùÀÈÉÌÒÙ«»’“”…–·ñçșțăşğčćđłżőűëÇЖїш"
        assert [
            letter
            for letter in letters
            if (font.getmask(letter).getbbox(), font.getlength(letter)) == missing
        ] == []

    def test_fonts_come_with_their_licence(self):
        assert "Apache License" in (drawing.FONTS / "LICENSE.txt").read_text("utf-8")
        assert all(path.stat().st_size < 300_000 for path in (BOLD, SEMIBOLD))


@pytest.mark.django_db
class TestPhotograph:
    def chronicle(self, **values):
        photo = builders.make_photo(size=(400, 300), **values)
        chronicle = builders.make_chronicle(slug="festa")
        builders.add_photo(chronicle, photo)
        return photo

    def corner(self):
        return (
            picture_at("/anteprime/cronache/festa.png")
            .convert("RGB")
            .getpixel((1190, 620))
        )

    def test_stands_in_the_place_of_the_drawing(self):
        self.chronicle()
        red, green, blue = self.corner()
        assert green > red + 40
        assert green > blue + 40

    def test_is_cut_around_its_focal_point(self):
        photo = Photo(width=4000, height=630, focus_x=100, key="a", people="nobody")
        left, _, right, _ = subjects.still_of(photo).box
        assert right == 1
        assert left > 0.8

    def test_is_not_shown_without_a_release(self):
        self.chronicle(people=Photo.People.MINORS)
        red, green, blue = self.corner()
        assert not (green > red + 40 and green > blue + 40)

    def test_of_a_project_needs_a_release_too(self):
        photo = builders.make_photo(size=(400, 300), people=Photo.People.MINORS)
        project = builders.make_project(lot=2, cover=photo)
        assert subjects.project_subject(project).still is None

    def test_goes_when_the_release_is_withdrawn(self, folder):
        project = builders.make_project(lot=1)
        release = builders.make_release(project=project)
        photo = self.chronicle(
            project=project, people=Photo.People.MINORS, release=release
        )
        before = get("/anteprime/cronache/festa.png").content
        assert list(folder.glob(f"*-foto{photo.pk}-*"))
        release.withdrawn_at = rome(2018, 4, 1)
        release.save()
        assert not list(folder.glob(f"*-foto{photo.pk}-*"))
        assert get("/anteprime/cronache/festa.png").content != before

    def test_goes_when_releases_are_withdrawn_in_bulk(self, folder):
        release = builders.make_release()
        photo = self.chronicle(people=Photo.People.MINORS, release=release)
        before = get("/anteprime/cronache/festa.png").content
        assert list(folder.glob(f"*-foto{photo.pk}-*"))
        type(release).objects.update(withdrawn_at=rome(2018, 4, 1))
        assert not list(folder.iterdir())
        assert get("/anteprime/cronache/festa.png").content != before

    def test_goes_when_photographs_are_changed_in_bulk(self, folder):
        self.chronicle()
        get("/anteprime/cronache/festa.png")
        Photo.objects.update(people=Photo.People.MINORS)
        assert not list(folder.iterdir())

    def test_of_others_stays(self, folder):
        photo = self.chronicle()
        others = [f"spazi-{n}-foto{n}-{'a' * 32}.png" for n in (0, photo.pk + 10)]
        for name in others:
            store.write(name, b"x")
        photo.save()
        assert {path.name for path in folder.iterdir()} == set(others)

    def test_leaves_no_copy_when_it_is_deleted(self, folder):
        photo = self.chronicle()
        get("/anteprime/cronache/festa.png")
        Chronicle.objects.update(cover=None)
        ChroniclePhoto.objects.all().delete()
        pk = photo.pk
        photo.delete()
        assert not list(folder.glob(f"*-foto{pk}-*"))

    def test_with_missing_file_is_no_fault_of_the_reader(self):
        photo = self.chronicle()
        for name in photo.file_names:
            Path(project_settings.MEDIA_ROOT, name).unlink()
        assert get("/anteprime/cronache/festa.png").status_code == 200


@pytest.mark.django_db
class TestKept:
    ADDRESS = "/anteprime/cronache/festa.png"

    @pytest.fixture(autouse=True)
    def chronicle(self):
        return builders.make_chronicle(slug="festa", title="Prima")

    def test_is_drawn_once(self, drawn):
        assert get(self.ADDRESS).content == get(self.ADDRESS).content
        assert drawn == ["Prima"]

    def test_an_edit_is_seen_at_once(self, chronicle, drawn):
        get(self.ADDRESS)
        chronicle.title = "Dopo"
        chronicle.save()
        get(self.ADDRESS)
        assert drawn == ["Prima", "Dopo"]

    def test_the_former_one_is_swept(self, chronicle, folder):
        get(self.ADDRESS)
        chronicle.title = "Dopo"
        chronicle.save()
        get(self.ADDRESS)
        assert len(list(folder.iterdir())) == 1

    def test_sweeping_spares_other_rows(self, folder):
        for key in (1, 11):
            store.write(f"cronache-{key}-foto0-{'a' * 32}.png", b"x")
        store.write(f"cronache-1-foto0-{'b' * 32}.png", b"x")
        assert (folder / f"cronache-11-foto0-{'a' * 32}.png").exists()

    def test_the_folder_never_grows_without_end(self, folder, monkeypatch):
        monkeypatch.setattr(store, "MOST_FILES", 5)
        monkeypatch.setattr(store, "SWEPT", 2)
        for key in range(20):
            store.write(f"cronache-{key}-foto0-{'a' * 32}.png", b"x")
        assert len(list(folder.iterdir())) <= 5

    def test_is_not_sent_twice_to_who_has_it(self):
        first = get(self.ADDRESS)
        again = get(self.ADDRESS, **{"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_full_disk_is_no_fault_of_the_reader(self, folder):
        folder.write_text("not a folder")
        assert get(self.ADDRESS).status_code == 200

    def test_a_disk_that_fills_up_keeps_no_piece(self, folder, monkeypatch):
        def full(*names):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(store.os, "replace", full)
        assert get(self.ADDRESS).status_code == 200
        assert list(folder.iterdir()) == []

    def test_may_not_be_kept_along_the_way(self):
        response = get(self.ADDRESS)
        assert "Cache-Control" not in response
        assert "Last-Modified" not in response

    def test_a_query_makes_no_second_drawing(self, drawn):
        get(self.ADDRESS)
        get(f"{self.ADDRESS}?v=2")
        assert drawn == ["Prima"]


def test_names_differ_with_anything_shown():
    still = Still("a.jpg", (0, 0, 1, 1), 7)
    other = Still("b.jpg", (0, 0, 1, 1), 7)
    names = {
        store.name_of(subject(still=each), "<svg/>") for each in (None, still, other)
    }
    assert len(names) == 3
