import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from threading import Thread

import pi_heif
import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.template import Context, Template, TemplateSyntaxError
from PIL import Image, ImageCms, ImageFile, ImageOps, PngImagePlugin

from editorial import images
from editorial.images import ImageRecord, ImageRefused, PhotoUploadField, ingest

DATA = Path(__file__).parent.parent / "data"
HEIC = DATA / "phone_with_gps.heic"
OWNER, SERIAL = "Bea Proprietaria", "SN-12345-MIX"
TRACES = [
    b"Exif",
    b"http://ns.adobe.com",
    b"ICC_PROFILE",
    b"ICCP",
    b"XMP",
    b"GPS",
    OWNER.encode(),
    SERIAL.encode(),
]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\n"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description '
    b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Owner="Bea Proprietaria"/>'
    b"</rdf:RDF></x:xmpmeta>"
)


class Snapshot(ImageRecord):
    class Meta:
        app_label = "tests"

    def __str__(self):
        return self.key


def make_exif(orientation=1):
    exif = Image.Exif()
    exif[images.EXIF_ORIENTATION] = orientation
    exif[0x013B] = OWNER
    exif.get_ifd(0x8769)[0xA431] = SERIAL
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (45.0, 27.0, 50.0), "E", (9.0, 11.0, 24.0)
    return exif.tobytes()


def srgb_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def make_picture(size=(320, 200), mode="RGB"):
    """A blue picture with a red top left corner."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 4, size[1] // 4))
    return picture.convert(mode)


def make_file(picture=None, image_format="JPEG", name="foto.jpg", **options):
    stream = BytesIO()
    (picture or make_picture()).save(stream, image_format, **options)
    return SimpleUploadedFile(name, stream.getvalue())


def telling_file(image_format="JPEG"):
    """A photograph that says where it was taken, with what and by whom."""
    options = {"exif": make_exif(), "xmp": XMP, "icc_profile": srgb_profile()}
    if image_format == "JPEG":
        options["comment"] = OWNER.encode()
    if image_format == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", OWNER)
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
        options.pop("xmp")
    return make_file(image_format=image_format, **options)


def heic_file(name="IMG_0001.HEIC"):
    return SimpleUploadedFile(name, HEIC.read_bytes())


def opened(ingested, suffix="jpg"):
    picture = Image.open(BytesIO(ingested.renditions[suffix]))
    picture.load()
    return picture


def is_red(pixel):
    red, green, blue = pixel
    return red > 180 and green < 90 and blue < 120


def refusal(upload):
    with pytest.raises(ImageRefused) as caught:
        ingest(upload)
    return caught.value


def png_claiming(width, height):
    def chunk(kind, body):
        crc = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + crc

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64))
    return SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + body)


class Oversized(ContentFile):
    """Declares a size and fails if somebody reads it anyway."""

    def __init__(self, size):
        super().__init__(b"")
        self.name, self.size = "enorme.jpg", size

    def read(self, *args):
        raise AssertionError("read although too big")


class TestNothingIsTold:
    @pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
    def test_the_samples_do_tell(self, image_format):
        content = telling_file(image_format).read()
        assert OWNER.encode() in content
        assert SERIAL.encode() in content
        assert b"http://ns.adobe.com" in content

    def test_the_heic_sample_does_tell(self):
        picture = pi_heif.open_heif(HEIC)
        exif = Image.Exif()
        exif.load(picture.info["exif"])
        assert exif.get_ifd(0x8825)[2] == (45.0, 27.0, 50.0)
        assert SERIAL.encode() in HEIC.read_bytes()

    @pytest.mark.parametrize("trace", TRACES)
    @pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "HEIC"])
    def test_no_trace_in_any_file(self, image_format, trace):
        upload = heic_file() if image_format == "HEIC" else telling_file(image_format)
        for content in ingest(upload).renditions.values():
            assert trace not in content

    @pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "HEIC"])
    def test_pillow_finds_no_metadata(self, image_format):
        upload = heic_file() if image_format == "HEIC" else telling_file(image_format)
        ingested = ingest(upload)
        for suffix in ingested.renditions:
            picture = opened(ingested, suffix)
            assert dict(picture.getexif()) == {}
            assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()

    def test_a_comment_does_not_survive_without_a_profile_either(self):
        for content in ingest(make_file(comment=OWNER.encode())).renditions.values():
            assert OWNER.encode() not in content

    def test_nothing_appended_to_a_photograph_survives(self):
        upload = make_file()
        polyglot = SimpleUploadedFile("foto.jpg", upload.read() + HTML)
        for content in ingest(polyglot).renditions.values():
            assert b"<script>" not in content


class TestUpright:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_every_orientation_gives_the_same_picture(self, orientation):
        exif = Image.Exif()
        exif[images.EXIF_ORIENTATION] = orientation
        turned = make_picture()
        back = {6: 8, 8: 6}.get(orientation, orientation)
        if back in images.TURNS:
            turned = turned.transpose(images.TURNS[back])
        ingested = ingest(make_file(turned, exif=exif.tobytes()))
        assert (ingested.width, ingested.height) == (320, 200)
        assert is_red(opened(ingested).getpixel((20, 10)))

    def test_agrees_with_pillow_on_a_phone_held_upright(self):
        upload = make_file(exif=make_exif(orientation=6))
        expected = ImageOps.exif_transpose(Image.open(upload)).size
        ingested = ingest(upload)
        assert (ingested.width, ingested.height) == expected == (200, 320)

    def test_heic_is_turned_once(self):
        ingested = ingest(heic_file())
        assert (ingested.width, ingested.height) == (240, 320)
        assert is_red(opened(ingested).getpixel((220, 15)))

    def test_broken_exif_does_not_refuse_a_photograph(self):
        upload = make_file(exif=b"Exif\0\0II*\0\xff\xff\xff\xffrotto")
        assert ingest(upload).width == 320


class TestColours:
    def test_cmyk_becomes_rgb(self):
        picture = opened(ingest(make_file(make_picture(mode="CMYK"))))
        assert picture.mode == "RGB"
        assert is_red(picture.getpixel((20, 10)))

    def test_transparency_becomes_white(self):
        picture = Image.new("RGBA", (60, 600), (255, 0, 0, 0))
        ingested = ingest(make_file(picture, "PNG"))
        assert min(opened(ingested).getpixel((30, 590))) > 250

    def test_transparent_palette_becomes_white(self):
        picture = Image.new("P", (60, 40), 0)
        picture.putpalette([0, 0, 0, 255, 0, 0])
        ingested = ingest(make_file(picture, "PNG", transparency=0))
        assert min(opened(ingested).getpixel((30, 20))) > 250

    def test_greyscale_of_sixteen_bits_is_not_burnt(self):
        picture = Image.new("I;16", (20, 20), 32768)
        grey = opened(ingest(make_file(picture, "PNG"))).getpixel((10, 10))
        assert 120 < grey[0] < 136

    def test_profile_is_applied(self):
        profile = srgb_profile().replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ")
        swapped = profile.replace(b"?XYZ", b"bXYZ")
        picture = opened(ingest(make_file(icc_profile=swapped)))
        assert is_red(picture.getpixel((300, 190)))

    def test_broken_profile_does_not_refuse_a_photograph(self):
        picture = opened(ingest(make_file(icc_profile=b"non un profilo")))
        assert is_red(picture.getpixel((20, 10)))

    def test_only_the_first_frame_of_an_animation_is_kept(self):
        frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "lime")]
        upload = make_file(
            frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100
        )
        picture = opened(ingest(upload), "40.webp")
        assert getattr(picture, "n_frames", 1) == 1
        assert is_red(picture.getpixel((20, 20)))

    def test_reads_the_two_pictures_in_one_of_some_phones(self):
        second = Image.new("RGB", (40, 40), "lime")
        upload = make_file(None, "MPO", save_all=True, append_images=[second])
        assert is_red(opened(ingest(upload)).getpixel((20, 10)))


class TestRenditions:
    @pytest.mark.parametrize(
        ("width", "widths"),
        [
            (300, [300]),
            (480, [480]),
            (700, [480, 640, 700]),
            (1600, [480, 640, 960, 1280, 1600]),
            (1700, [480, 640, 960, 1280, 1600]),
        ],
    )
    def test_widths_never_exceed_the_photograph(self, width, widths):
        ingested = ingest(make_file(make_picture((width, 60))))
        assert ingested.widths == widths
        assert [opened(ingested, f"{w}.webp").width for w in widths] == widths

    def test_long_side_is_at_most_2400(self):
        ingested = ingest(make_file(make_picture((1000, 5000))))
        assert (ingested.width, ingested.height) == (480, 2400)
        assert opened(ingested).size == (480, 2400)

    def test_large_photographs_have_a_small_jpeg_too(self):
        ingested = ingest(make_file(make_picture((1300, 130))))
        assert opened(ingested, "1200.jpg").size == (1200, 120)

    def test_a_thread_of_a_picture_keeps_one_pixel(self):
        ingested = ingest(make_file(make_picture((2400, 1))))
        assert opened(ingested, "480.webp").size == (480, 1)

    def test_formats_are_what_the_names_say(self):
        ingested = ingest(make_file())
        assert opened(ingested, "320.webp").format == "WEBP"
        assert opened(ingested, "jpg").format == "JPEG"

    def test_threads_do_not_disturb_each_other(self):
        results = []
        uploads = [make_file(make_picture((width, 50))) for width in (50, 60, 70)]
        threads = [
            Thread(target=lambda upload=upload: results.append(ingest(upload).width))
            for upload in uploads
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results) == [50, 60, 70]


class TestRefusals:
    @pytest.mark.parametrize("content", [HTML, SVG, PDF, b"GIF89a/*", b"testo", b"\0"])
    def test_what_is_no_photograph_whatever_its_name(self, content):
        error = refusal(SimpleUploadedFile("foto.jpg", content))
        assert error.messages == [
            "«foto.jpg» non è una fotografia che sappiamo leggere. "
            "Carica un file JPEG, PNG, WebP o HEIC."
        ]

    @pytest.mark.parametrize("image_format", ["GIF", "BMP", "TIFF", "ICO", "EPS"])
    def test_formats_that_are_not_ours(self, image_format):
        assert refusal(make_file(image_format=image_format)).code == "unreadable"

    def test_a_wrong_extension_alone_is_no_harm(self):
        assert ingest(make_file(image_format="PNG", name="foto.jpg")).width == 320

    @pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
    def test_truncated(self, image_format):
        noise = Image.effect_noise((200, 200), 90)
        content = make_file(noise, image_format).read()
        error = refusal(SimpleUploadedFile("a.jpg", content[: len(content) // 2]))
        assert error.code == "damaged"

    def test_truncated_in_the_header(self):
        content = make_file().read()[:100]
        assert refusal(SimpleUploadedFile("a.jpg", content)).code == "damaged"

    def test_truncated_heic(self):
        content = HEIC.read_bytes()
        assert refusal(SimpleUploadedFile("a.heic", content[:-200])).code == "damaged"

    def test_heic_that_crashes_its_decoder(self):
        """Made by changing bytes at random: pi-heif 1.4.0 dies of it (SIGSEGV)."""
        content = (DATA / "crashing.heic").read_bytes()
        assert refusal(SimpleUploadedFile("a.heic", content)).code == "damaged"

    def test_heic_with_too_many_pixels(self, monkeypatch):
        monkeypatch.setattr(images, "MAX_PIXELS", 240 * 320 - 1)
        assert refusal(heic_file()).code == "too_many_pixels"

    def test_heic_that_takes_for_ever(self, monkeypatch):
        monkeypatch.setattr(images, "HEIC_SECONDS", 0.001)
        assert refusal(heic_file()).code == "damaged"

    def test_empty(self):
        assert refusal(SimpleUploadedFile("a.jpg", b"")).code == "unreadable"

    @pytest.mark.parametrize("size", [(60000, 60000), (10000, 10000), (8000, 5001)])
    def test_claims_of_too_many_pixels_are_not_decoded(self, size, monkeypatch):
        monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail())
        assert refusal(png_claiming(*size)).code == "too_many_pixels"

    def test_real_bomb(self):
        upload = make_file(Image.new("1", (10000, 10000)), "PNG", name="bomba.png")
        assert upload.size < 100_000
        assert refusal(upload).messages[0].startswith("«bomba.png» è troppo grande")

    def test_bomb_of_text_in_a_png(self):
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "x" * 80_000_000, zip=True)
        assert refusal(make_file(image_format="PNG", pnginfo=info)).code == "damaged"

    def test_declared_size_is_enough_to_refuse(self):
        error = refusal(Oversized(50 * 1024 * 1024))
        assert error.messages[0].startswith("«enorme.jpg» pesa troppo")

    def test_undeclared_size_is_found_out(self):
        stream = BytesIO(make_file().read() + bytes(images.MAX_BYTES))
        assert refusal(stream).code == "too_big"

    def test_twenty_megabytes_are_accepted(self):
        content = make_file().read()
        padded = content + bytes(images.MAX_BYTES - len(content))
        assert ingest(BytesIO(padded)).width == 320

    def test_a_percent_sign_in_the_name_is_shown(self):
        assert (
            "«100%s.jpg»" in refusal(SimpleUploadedFile("100%s.jpg", SVG)).messages[0]
        )


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
