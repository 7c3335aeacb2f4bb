"""Files as people upload them: good, telling too much, broken, of another kind."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

from editorial import images
from editorial.images import ImageRefused, ingest

DATA = Path(__file__).parent / "data"
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
