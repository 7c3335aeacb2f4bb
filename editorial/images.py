"""The one way in for photographs: decoded, reduced, re-encoded under a new name.

Only pixels come through. The bytes that were uploaded are never stored, nor their
name, nor what they say about place, device and owner.
"""

import re
import secrets
import struct
import subprocess
import sys
import threading
import zlib
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import models, transaction
from PIL import Image, ImageCms, UnidentifiedImageError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
STRIP = 256
# Stored rows count on these files: a new width needs a command that writes them.
WEBP_WIDTHS = (480, 640, 960, 1280, 1600)
SMALL_JPEG_WIDTH = 1200
ENCODING = {
    "WEBP": {"quality": 70},
    "JPEG": {"quality": 84, "optimize": True, "progressive": True},
}

FORMATS = ("JPEG", "PNG", "WEBP")
BEGINNINGS = re.compile(rb"\xff\xd8\xff|\x89PNG|RIFF....WEBP", re.DOTALL)
HEIC_BEGINNING = re.compile(rb"....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL)
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"
EXIF_ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow's decoders raise, between them, on broken bytes.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    RuntimeError,
    struct.error,
    zlib.error,
)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# A program of its own: pi-heif 1.4.0 crashes on some broken files (measured:
# 15 of 8000 files with a few wrong bytes) and would take the web server along.
HEIC_TO_PNG = Path(__file__).with_name("heic_to_png.py")
HEIC_TOO_MANY_PIXELS = 3
HEIC_SECONDS = 30

# One at a time in a process: a large PNG can take nearly 400 MB while it is
# being reduced, and several threads may receive one at the same moment.
_decoding = threading.Lock()


class ImageRefused(ValidationError):
    """A file that cannot become a photograph, with the reason in plain words."""

    REASONS = {
        "too_big": "«%(name)s» pesa troppo: una fotografia può pesare al massimo "
        "20 MB. Riducila, oppure salvala come JPEG, e riprova.",
        "unreadable": "«%(name)s» non è una fotografia che sappiamo leggere. "
        "Carica un file JPEG, PNG, WebP o HEIC.",
        "damaged": "«%(name)s» è danneggiata o incompleta. Prova a copiarla di nuovo "
        "dal telefono o dalla macchina fotografica e a ricaricarla.",
        "too_many_pixels": "«%(name)s» è troppo grande: una fotografia può avere al "
        "massimo 40 milioni di pixel (per esempio 7700 × 5100). Riducila e riprova.",
    }

    def __init__(self, code, name):
        super().__init__(self.REASONS[code], code=code, params={"name": name})


@dataclass(frozen=True)
class IngestedImage:
    """A photograph ready to be stored.

    `renditions` maps the end of a file name ("480.webp", "1200.jpg", "jpg") to
    its bytes; `width` and `height` are those of the largest, "jpg".
    """

    width: int
    height: int
    renditions: dict

    @property
    def widths(self):
        return sorted(
            int(name.removesuffix(".webp"))
            for name in self.renditions
            if name.endswith(".webp")
        )


def ingest(upload):
    """Return the IngestedImage of an uploaded file, or raise ImageRefused.

    Takes any binary file, with or without `name` and `size`; stores nothing.
    """
    name = getattr(upload, "name", None) or "Il file"
    content = _read(upload, name)
    with _decoding:
        picture = _picture(content, name)
    renditions = {
        f"{width}.webp": _encode(_narrowed(picture, width), "WEBP")
        for width in _webp_widths(picture.width)
    }
    if picture.width > SMALL_JPEG_WIDTH:
        small = _narrowed(picture, SMALL_JPEG_WIDTH)
        renditions[f"{SMALL_JPEG_WIDTH}.jpg"] = _encode(small, "JPEG")
    renditions["jpg"] = _encode(picture, "JPEG")
    return IngestedImage(picture.width, picture.height, renditions)


def store(ingested, storage=default_storage):
    """Write every rendition into `storage`; return the key they share."""
    token = secrets.token_hex(16)
    key = f"foto/{token[:2]}/{token}"
    for suffix, content in ingested.renditions.items():
        storage.save(_file_name(key, suffix), ContentFile(content))
    return key


def _file_name(key, suffix):
    return f"{key}.jpg" if suffix == "jpg" else f"{key}-{suffix}"


def _read(upload, name):
    upload.seek(0)
    if (getattr(upload, "size", None) or 0) <= MAX_BYTES:
        # One byte too many is enough to know, whatever size was declared.
        content = upload.read(MAX_BYTES + 1)
        if len(content) <= MAX_BYTES:
            return content
    raise ImageRefused("too_big", name)


def _picture(content, name):
    """Return the photograph as bare sRGB pixels, upright and within MAX_SIDE."""
    with _opened(content, name) as source:
        _refuse_too_many_pixels(source, name)
        try:
            source.draft("RGB", (MAX_SIDE, MAX_SIDE))
            source.load()
        except BROKEN as error:
            raise ImageRefused("damaged", name) from error
        reduced = _flattened(source)
        reduced.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
        picture = _in_srgb(reduced, source.info.get("icc_profile"))
        turn = TURNS.get(_orientation(source))
    upright = picture if turn is None else picture.transpose(turn)
    # Metadata travel in the image object: a new one made of pixels has none.
    return Image.frombytes("RGB", upright.size, upright.tobytes())


def _opened(content, name):
    """Read the header only; the file's own name counts for nothing here."""
    if HEIC_BEGINNING.match(content):
        content = _heic_as_png(content, name)
    try:
        return Image.open(BytesIO(content), formats=FORMATS)
    except TOO_LARGE as error:
        raise ImageRefused("too_many_pixels", name) from error
    except UnidentifiedImageError as error:
        code = "damaged" if BEGINNINGS.match(content) else "unreadable"
        raise ImageRefused(code, name) from error
    except BROKEN as error:
        raise ImageRefused("damaged", name) from error


def _heic_as_png(content, name):
    limits = [str(MAX_PIXELS), str(MAX_SIDE)]
    try:
        decoder = subprocess.run(  # noqa: S603 (the program is ours)
            [sys.executable, "-I", HEIC_TO_PNG, *limits],
            input=content,
            capture_output=True,
            timeout=HEIC_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise ImageRefused("damaged", name) from error
    if decoder.returncode == HEIC_TOO_MANY_PIXELS:
        raise ImageRefused("too_many_pixels", name)
    if decoder.returncode != 0:
        raise ImageRefused("damaged", name)
    return decoder.stdout


def _refuse_too_many_pixels(image, name):
    if image.width * image.height > MAX_PIXELS:
        raise ImageRefused("too_many_pixels", name)


def _flattened(image):
    """Return `image` in RGB, L or CMYK, with white behind what is transparent."""
    if "A" in image.getbands() or "transparency" in image.info:
        return _on_white(image)
    if image.mode.startswith("I;16"):
        return image.point(lambda level: level / 256).convert("L")
    return image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")


def _on_white(image):
    paper = Image.new("RGB", image.size, "white")
    # In strips, because a second whole copy would take 160 MB more.
    for top in range(0, image.height, STRIP):
        box = (0, top, image.width, min(top + STRIP, image.height))
        strip = image.crop(box).convert("RGBA")
        paper.paste(strip, (0, top), mask=strip)
    return paper


def _in_srgb(image, profile):
    if not profile:
        return image.convert("RGB")
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, *BROKEN):
        # A profile that is broken, or made for other colours: better to show
        # the photograph a little off than to refuse it.
        return image.convert("RGB")


def _orientation(image):
    try:
        return image.getexif().get(EXIF_ORIENTATION)
    except BROKEN:
        return None


def _webp_widths(width):
    smaller = [step for step in WEBP_WIDTHS if step < width]
    return [*smaller, width] if width <= WEBP_WIDTHS[-1] else smaller


def _narrowed(picture, width):
    if width == picture.width:
        return picture
    size = _narrowed_size(*picture.size, width)
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _narrowed_size(width, height, narrower):
    return narrower, max(1, round(height * narrower / width))


def _encode(picture, image_format):
    stream = BytesIO()
    picture.save(stream, image_format, **ENCODING[image_format])
    return stream.getvalue()


class ImageRecord(models.Model):
    """A row that owns one stored photograph.

    Its files go with it, and when another takes their place: whoever blurs a face
    or takes a picture away wants the old one gone from its address too.
    """

    _replaced = ()

    key = models.CharField("nome dei file", max_length=64, editable=False)
    width = models.PositiveIntegerField("larghezza", editable=False)
    height = models.PositiveIntegerField("altezza", editable=False)
    widths = models.JSONField("larghezze", default=list, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        delete_files_on_commit(self._replaced)
        self._replaced = ()

    def attach(self, upload):
        """Ingest and store `upload`, an uploaded file or what PhotoUploadField gave.

        The row is not saved. May raise ImageRefused.
        """
        ingested = upload if isinstance(upload, IngestedImage) else ingest(upload)
        self._replaced = self.file_names if self.key else ()
        self.key = store(ingested, self.storage)
        self.width, self.height = ingested.width, ingested.height
        self.widths = ingested.widths

    @property
    def storage(self):
        """Where its files belong."""
        return default_storage

    def url_of(self, suffix):
        """The public address of one of its files: `suffix` is "jpg", "480.webp"…"""
        return default_storage.url(_file_name(self.key, suffix))

    def desk_url(self, suffix):
        """The same for who works on the site and may see more than others."""
        return self.url_of(suffix)

    @property
    def jpeg_url(self):
        return self.url_of("jpg")

    @property
    def small_jpeg_url(self):
        """The JPEG for mail and for old browsers, 1200 px wide or less."""
        return self.url_of(self.small_jpeg)

    @property
    def small_jpeg_name(self):
        return _file_name(self.key, self.small_jpeg)

    @property
    def small_jpeg_size(self):
        """The width and height of that JPEG, in pixels."""
        if self.width <= SMALL_JPEG_WIDTH:
            return self.width, self.height
        return _narrowed_size(self.width, self.height, SMALL_JPEG_WIDTH)

    @property
    def srcset(self):
        return self.srcset_by(self.url_of)

    def srcset_by(self, url_of):
        """As `srcset`, with the addresses that `url_of` or `desk_url` gives."""
        return ", ".join(f"{url_of(f'{width}.webp')} {width}w" for width in self.widths)

    @property
    def orientation(self):
        """One of "landscape", "portrait", "square"."""
        if self.width == self.height:
            return "square"
        return "landscape" if self.width > self.height else "portrait"

    @property
    def file_names(self):
        """Names in a storage of all the files of this photograph."""
        return list(self.files.values())

    @property
    def files(self):
        """The same by the end of their name: {"480.webp": "foto/…-480.webp", …}."""
        suffixes = [*(f"{width}.webp" for width in self.widths), "jpg", self.small_jpeg]
        return {suffix: _file_name(self.key, suffix) for suffix in suffixes}

    @property
    def small_jpeg(self):
        """The end of the name of the JPEG 1200 px wide or less."""
        return f"{SMALL_JPEG_WIDTH}.jpg" if self.width > SMALL_JPEG_WIDTH else "jpg"


def delete_files_on_commit(names):
    """Delete the files, wherever they lie, once the database has let them go."""
    for name in names:
        for storage in (default_storage, storages["private"]):
            transaction.on_commit(partial(storage.delete, name))


class PhotoUploadField(forms.FileField):
    """A form field whose clean value is an IngestedImage, ready for `attach`."""

    widget = forms.FileInput
    default_error_messages = {
        "empty": "Il file è vuoto: forse non è stato copiato per intero.",
    }

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"accept": ACCEPT}

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return ingest(upload) if upload and upload is not initial else upload
