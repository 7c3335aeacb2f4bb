"""Rows with a photograph, its form field and its tag in the templates."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.template import Context, Template, TemplateSyntaxError

from editorial import images
from editorial.images import ImageRecord, PhotoUploadField, ingest
from tests.uploads import SVG, make_file, make_picture


class Snapshot(ImageRecord):
    class Meta:
        app_label = "tests"

    def __str__(self):
        return self.key


class TestRecord:
    @pytest.fixture
    def snapshot(self):
        snapshot = Snapshot()
        snapshot.attach(make_file(make_picture((1300, 650)), name="nonna.jpg"))
        return snapshot

    def test_takes_the_measures(self, snapshot):
        assert (snapshot.width, snapshot.height) == (1300, 650)
        assert snapshot.widths == [480, 640, 960, 1280, 1300]

    def test_key_is_random_and_says_nothing(self, snapshot):
        assert re.fullmatch(r"foto/([0-9a-f]{2})/\1[0-9a-f]{30}", snapshot.key)

    def test_writes_all_its_files_and_no_other(self, snapshot):
        folder = default_storage.path(snapshot.key).rsplit("/", 1)[0]
        written = {f"{snapshot.key[:7]}/{path.name}" for path in Path(folder).iterdir()}
        assert written == set(snapshot.file_names)
        assert len(written) == 7

    def test_addresses(self, snapshot):
        base = f"/media/{snapshot.key}"
        assert snapshot.jpeg_url == f"{base}.jpg"
        assert snapshot.small_jpeg_url == f"{base}-1200.jpg"
        assert snapshot.srcset == ", ".join(
            f"{base}-{width}.webp {width}w" for width in (480, 640, 960, 1280, 1300)
        )

    def test_small_photographs_have_one_jpeg(self):
        snapshot = Snapshot(key="foto/ab/abc", width=1200, height=9, widths=[480])
        assert snapshot.small_jpeg_url == snapshot.jpeg_url
        assert snapshot.file_names == ["foto/ab/abc-480.webp", "foto/ab/abc.jpg"]

    @pytest.mark.parametrize(
        ("size", "orientation"),
        [((3, 2), "landscape"), ((2, 3), "portrait"), ((2, 2), "square")],
    )
    def test_orientation(self, size, orientation):
        snapshot = Snapshot(width=size[0], height=size[1])
        assert snapshot.orientation == orientation

    def test_accepts_what_the_form_field_gives(self):
        snapshot = Snapshot()
        snapshot.attach(ingest(make_file()))
        assert default_storage.exists(f"{snapshot.key}.jpg")

    @pytest.mark.django_db
    def test_delete_files(self, snapshot, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            images.delete_files_on_commit(snapshot.file_names)
            assert all(default_storage.exists(name) for name in snapshot.file_names)
        assert not [n for n in snapshot.file_names if default_storage.exists(n)]

    def test_nothing_of_it_can_be_typed_in_a_form(self):
        fields = [Snapshot._meta.get_field(name) for name in ("key", "width", "widths")]
        assert not any(field.editable for field in fields)

    def test_is_abstract(self):
        assert ImageRecord._meta.abstract
        assert issubclass(ImageRecord, models.Model)


class UploadForm(forms.Form):
    caption = forms.CharField()
    photo = PhotoUploadField()


class TestFormField:
    def submit(self, upload):
        return UploadForm({"caption": "Il cortile"}, {"photo": upload})

    def test_clean_value_is_ready_to_attach(self):
        form = self.submit(make_file())
        assert form.is_valid()
        assert form.cleaned_data["photo"].width == 320

    def test_a_bad_file_is_an_error_of_its_field_alone(self):
        form = self.submit(SimpleUploadedFile("a.jpg", SVG))
        assert list(form.errors) == ["photo"]
        assert "non è una fotografia" in form.errors["photo"][0]

    def test_what_was_typed_stays(self):
        form = self.submit(SimpleUploadedFile("a.jpg", SVG))
        assert 'value="Il cortile"' in str(form["caption"])

    def test_name_is_escaped_in_the_error(self):
        form = self.submit(SimpleUploadedFile("<b>.jpg", SVG))
        assert "&lt;b&gt;.jpg" in str(form.errors)

    def test_may_be_left_empty_when_not_required(self):
        assert PhotoUploadField(required=False).clean(None) is None

    def test_keeps_the_present_photograph(self):
        assert PhotoUploadField().clean(None, initial="foto/ab/abc") == "foto/ab/abc"

    def test_empty_file_is_explained(self):
        form = self.submit(SimpleUploadedFile("a.jpg", b""))
        assert "non è stato copiato per intero" in form.errors["photo"][0]

    def test_asks_the_browser_for_photographs(self):
        accept = 'accept="image/jpeg,image/png,image/webp,image/heic,image/heif"'
        assert accept in str(UploadForm()["photo"])


class TestPictureTag:
    def show(self, arguments, **context):
        photo = Snapshot(key="foto/ab/abc", width=2400, height=1800, widths=[480, 960])
        template = Template(f"{{% load editorial %}}{{% picture photo {arguments} %}}")
        return template.render(Context({"photo": photo, **context}))

    def test_offers_every_width(self):
        html = self.show('alt="Un orto" sizes="50vw"')
        srcset = "/media/foto/ab/abc-480.webp 480w, /media/foto/ab/abc-960.webp 960w"
        assert f'srcset="{srcset}" sizes="50vw"' in html

    def test_falls_back_on_jpeg(self):
        assert 'src="/media/foto/ab/abc-1200.jpg"' in self.show('alt="Un orto"')

    def test_measures_have_no_thousands_separator(self):
        assert 'width="2400" height="1800"' in self.show('alt="Un orto"')

    def test_is_lazy_unless_told(self):
        assert 'loading="lazy"' in self.show('alt="x"')
        assert 'loading="eager"' in self.show('alt="x" lazy=False')

    def test_priority(self):
        html = self.show('alt="x" priority=True')
        assert 'loading="eager"' in html
        assert 'fetchpriority="high"' in html

    def test_alt_is_escaped(self):
        assert 'alt="&quot;&gt;&lt;b&gt;"' in self.show("alt=alt", alt='"><b>')

    def test_alt_cannot_be_forgotten(self):
        with pytest.raises(TemplateSyntaxError, match="alt"):
            self.show("")

    def test_alt_cannot_be_none(self):
        with pytest.raises(ValueError, match="alt"):
            self.show("alt=None")

    def test_decorative_pictures_say_so(self):
        assert 'alt=""' in self.show('alt=""')
