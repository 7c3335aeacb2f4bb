"""Previews that were drawn once, kept in a private folder of files.

A file is named after all that it shows: whatever changes has another name, so an
edit is seen at once and nobody is ever given what a page no longer says. They are
copies that can be thrown away at any time, never served by the web server.
"""

import hashlib
import logging
import os
import tempfile
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

# Some 60 KB each: a drawing of every page there may be, and never a full disk.
MOST_FILES = 12_000
# How many go when there are too many, so that it does not happen with each new one.
SWEPT = 1_000


def name_of(subject, svg):
    """Return the file name for `subject` as drawn in `svg`: row, photo, content."""
    photo = subject.still.photo if subject.still else 0
    shown = f"{svg}\n{subject.still}"
    digest = hashlib.sha256(shown.encode()).hexdigest()[:32]
    return f"{subject.kind}-{subject.key}-foto{photo}-{digest}.png"


def read(name):
    """Return the bytes kept under `name`, or None."""
    try:
        return (_folder() / name).read_bytes()
    except OSError:
        return None


def write(name, content):
    """Keep `content` under `name` in place of what the same row showed before.

    A full disk is not the reader's trouble: the picture is there, only not kept.
    """
    try:
        _write(_folder(), name, content)
    except OSError:
        logger.exception("A preview could not be kept.")


def _write(folder, name, content):
    folder.mkdir(parents=True, exist_ok=True)
    row = name.split("-foto")[0]
    _delete(path for path in folder.glob(f"{row}-foto*.png") if path.name != name)
    # Renamed when complete: another worker never reads half a picture.
    handle, unfinished = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(unfinished, folder / name)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _sweep(folder)


def forget_photos(pks):
    """Delete every preview that shows a photo of `pks`: its people may have said no."""
    shown = {f"foto{int(pk)}" for pk in pks}
    files = _folder().glob("*-foto*-*.png")
    _delete(path for path in files if path.name.split("-")[2] in shown)


def _folder():
    return Path(settings.PREVIEWS_ROOT)


def _sweep(folder):
    files = list(os.scandir(folder))
    if len(files) > MOST_FILES:
        files.sort(key=_age)
        _delete(Path(entry.path) for entry in files[:SWEPT])


def _age(entry):
    try:
        return entry.stat().st_mtime
    except FileNotFoundError:
        return 0


def _delete(paths):
    for path in paths:
        path.unlink(missing_ok=True)
