from io import BytesIO
from threading import Thread

import pi_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile, ImageOps, PngImagePlugin

from editorial import images
from editorial.images import ingest
from tests.uploads import (
    DATA,
    HEIC,
    HTML,
    OWNER,
    PDF,
    SERIAL,
    SVG,
    TRACES,
    Oversized,
    heic_file,
    is_red,
    make_exif,
    make_file,
    make_picture,
    opened,
    png_claiming,
    refusal,
    srgb_profile,
    telling_file,
)


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
