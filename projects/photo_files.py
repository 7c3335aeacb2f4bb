"""Where the files of photographs lie: in public only while somebody may see them.

Queries hide a photo at once (`published`); here its files follow, after every change
and on every new day. Moving can be done again at any time: a file is copied, read
back and only then deleted, so that one cut short is finished by the next.
"""

import logging
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

# The day on which this process last looked for what ended by date.
_looked_on = None


def settle_on_commit(pks):
    """Have the files of these photos put where they belong, once all is saved."""
    transaction.on_commit(partial(settle, list(pks)), robust=True)


def settle(pks=None):
    """Put the files of these photos (default: all) where they belong; return how many.

    Each photo on its own: what goes wrong with one leaves the others to be moved.
    """
    photos = Photo.objects.select_related("release")
    photos = photos if pks is None else photos.filter(pk__in=pks)
    moved = [photo.pk for photo in photos if _settled(photo)]
    if moved:
        hidden = Photo.objects.filter(pk__in=moved).exclude(pk__in=_online())
        photos_hidden.send(Photo, pks=list(hidden.values_list("pk", flat=True)))
    return len(moved)


def _online():
    return Photo.objects.online().values("pk")


def _settled(photo):
    """Whether something had to be moved, and was."""
    if not _misplaced(photo):
        return False
    try:
        with transaction.atomic():
            # Alone with the row, and by what it says now: two who moved the same
            # file in opposite ways could each delete the other's copy.
            rows = Photo.objects.select_for_update(of=("self",))
            now = rows.select_related("release").filter(pk=photo.pk).first()
            for name in _misplaced(now) if now else ():
                move(name, _other(now.storage), now.storage)
    except OSError:
        logger.exception("Files of photo %s could not be moved.", photo.pk)
        return False
    return True


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
    key = path.split(".")[0].split("-")[0]
    return not Photo.objects.filter(key=key).exclude(pk__in=_online()).exists()


def settle_each_day(**kwargs):
    """After the first answer of each day: take away what ended at midnight.

    The pages are right without it. It takes the files from who kept their address,
    also where nobody has planned `manage.py move_photos`.
    """
    global _looked_on
    today = timezone.localdate()
    if _looked_on == today:
        return
    _looked_on = today
    try:
        hidden = Photo.objects.exclude(pk__in=_online())
        settle(list(hidden.values_list("pk", flat=True)))
    except (DatabaseError, OSError):
        logger.exception("The photos that ended could not be put away.")
