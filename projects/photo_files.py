"""Where the files of photographs lie: in public only while somebody may see them.

Queries hide a photo at once (`published`); here its files follow, after every change
and on every new day. Moving can be done again at any time: a file is copied, read
back and only then deleted, so that one cut short is finished by the next.
"""

import logging
import posixpath
import time
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import DatabaseError, transaction
from django.dispatch import Signal
from django.utils import timezone

from projects.models import Photo

logger = logging.getLogger(__name__)

# Sent with `pks` when files of photos have left the public folder.
photos_hidden = Signal()

# How many seconds what could not be moved is left alone.
PAUSE = 60
# The day on which this process last looked for what ended by date, and found all in
# place; and when, by its own clock, something last could not be moved.
_looked_on = None
_failed_at = None


def settle_on_commit(pks):
    """Have the files of these photos put where they belong, once all is saved."""
    transaction.on_commit(partial(settle, list(pks)), robust=True)


def settle(pks=None):
    """Put the files of these photos (default: all) where they belong; return how many.

    Each photo on its own: what goes wrong with one leaves the others to be moved.
    """
    moved, is_all_done = _settle(pks)
    if not is_all_done:
        _look_again()
    return len(moved)


def _settle(pks):
    """Return what was moved, and whether nothing is left to be."""
    photos = Photo.objects.select_related("release")
    photos = photos if pks is None else photos.filter(pk__in=pks)
    moved, failed = [], []
    for photo in photos:
        try:
            if _settled(photo):
                moved.append(photo.pk)
        except (OSError, DatabaseError):
            logger.exception("Files of photo %s could not be moved.", photo.pk)
            failed.append(photo.pk)
    if moved:
        hidden = Photo.objects.filter(pk__in=moved).exclude(pk__in=_online())
        photos_hidden.send(Photo, pks=list(hidden.values_list("pk", flat=True)))
    return moved, not failed


def _look_again():
    """Have the answers to come try again, but not every one of them."""
    global _looked_on, _failed_at
    _looked_on, _failed_at = None, time.monotonic()


def _online():
    return Photo.objects.online().values("pk")


def _settled(photo):
    """Whether something had to be moved, and was."""
    if not _misplaced(photo):
        return False
    with transaction.atomic():
        # Alone with the row, and by what it says now: two who moved the same file in
        # opposite ways could each delete the other's copy.
        rows = Photo.objects.select_for_update(of=("self",))
        now = rows.select_related("release").filter(pk=photo.pk).first()
        for name in _misplaced(now) if now else ():
            move(name, _other(now.storage), now.storage)
    return True


def are_away(photos):
    """Whether no file of the hidden ones, their releases loaded, is still in public."""
    return not any(_misplaced(photo) for photo in photos if not photo.is_online)


def _misplaced(photo):
    source = _other(photo.storage)
    return [name for name in photo.file_names if source.exists(name)]


def _other(storage):
    private = storages["private"]
    return private if storage is not private else default_storage


def move(name, source, target):
    """Move a file from one storage to another; no moment is without a whole copy."""
    content = _read(source, name)
    if content is None:
        return
    if _read(target, name) != content:
        # Nothing, or the piece that an interrupted copy left.
        target.delete(name)
        target.save(name, ContentFile(content))
        if _read(target, name) != content:
            raise OSError(f"{name} was not copied whole.")
    source.delete(name)


def _read(storage, name):
    try:
        with storage.open(name) as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def opened(photo, name):
    """Open one of a photo's files wherever it lies; FileNotFoundError if nowhere."""
    try:
        return photo.storage.open(name)
    except FileNotFoundError:
        return _other(photo.storage).open(name)


def may_be_served(path):
    """Whether a file of the public folder belongs to no photo that is to be hidden."""
    # As the view that serves it reads it: `foto//ab` and `foto/./ab` are one folder.
    name = posixpath.normpath(path).lstrip("/")
    key = name.split(".")[0].split("-")[0]
    return not Photo.objects.filter(key=key).exclude(pk__in=_online()).exists()


def settle_each_day(**kwargs):
    """After the first answer of each day: take away what ended at midnight.

    The pages are right without it. It takes the files from who kept their address,
    also where nobody has planned `manage.py move_photos`.
    """
    global _looked_on
    today = timezone.localdate()
    if _looked_on == today or _is_too_soon():
        return
    is_all_done = False
    try:
        hidden = Photo.objects.exclude(pk__in=_online())
        _, is_all_done = _settle(list(hidden.values_list("pk", flat=True)))
    except (DatabaseError, OSError):
        logger.exception("The photos that ended could not be put away.")
    if is_all_done:
        _looked_on = today
    else:
        _look_again()


def _is_too_soon():
    return _failed_at is not None and time.monotonic() < _failed_at + PAUSE
