"""The look that is taken at everything tests store does see what it should."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from tests.conftest import telling_files
from tests.metadata import told_by

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><o>Ada</o></x:xmpmeta>'
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x08\x1c\x02\x50\x00\x03Ada"


def picture():
    return Image.new("RGB", (30, 20), "#2F7A34")


def exif(number, value, folder=None):
    told = Image.Exif()
    (told.get_ifd(folder) if folder else told)[number] = value
    # As bytes: a PNG with nothing but a folder of them would be written without.
    return told.tobytes()


def text_of_png():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Ada Rossi")
    return told


def with_iptc():
    """A JPEG with the block in which photographers' programs write the owner."""
    stream = BytesIO()
    picture().save(stream, "JPEG")
    content = stream.getvalue()
    size = (len(IPTC) + 2).to_bytes(2, "big")
    return content[:2] + b"\xff\xed" + size + IPTC + content[2:]


@pytest.mark.parametrize(
    ("image_format", "options", "words"),
    [
        (kind, {"exif": told}, words)
        for kind in ("JPEG", "WEBP", "PNG")
        for told, words in [
            (exif(2, (45.0, 27.0, 50.0), 0x8825), "GPS"),
            (exif(0xA431, "SN-1234", 0x8769), "BodySerialNumber"),
            (exif(0x013B, "Ada Rossi"), "Artist"),
        ]
    ]
    + [
        ("JPEG", {"xmp": XMP}, "EXIF or XMP"),
        ("WEBP", {"xmp": XMP}, "XMP"),
        ("JPEG", {"comment": b"di Ada"}, "comment"),
        ("PNG", {"pnginfo": text_of_png()}, "text"),
    ],
)
def test_sees_what_was_planted(tmp_path, image_format, options, words):
    path = tmp_path / "planted"
    picture().save(path, image_format, **options)
    assert words in told_by(path)


def test_sees_iptc(tmp_path):
    path = tmp_path / "planted.jpg"
    path.write_bytes(with_iptc())
    assert "IPTC" in told_by(path)


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP", "PNG"])
def test_finds_nothing_in_bare_pixels(tmp_path, image_format):
    path = tmp_path / "bare"
    picture().save(path, image_format)
    assert told_by(path) == []


def test_a_stored_file_that_tells_is_named(tmp_path):
    folder = Path(tmp_path, "foto", "ab")
    folder.mkdir(parents=True)
    picture().save(folder / "quiet.jpg", "JPEG")
    picture().save(folder / "telling.jpg", "JPEG", exif=exif(0x013B, "Ada Rossi"))
    (found,) = telling_files(tmp_path)
    assert "telling.jpg" in found
    assert "Artist" in found
