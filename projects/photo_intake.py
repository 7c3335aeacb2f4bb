"""Photographs that come one by one from the form of a page, before it is saved."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from editorial.images import delete_files_on_commit
from editorial.previews import moment
from projects.models import Photo


def take_in(upload, project, user, token=None):
    """Return the Photo that `upload` became in the archive of `project`.

    Who took it is `user` until somebody says otherwise; who is in it nobody has said,
    so that it is shown nowhere. The same `token` (a UUID) gives the same photo again.
    May raise ImageRefused.
    """
    photo = _sent_before(token)
    if photo:
        return photo
    photo = Photo(
        project=project,
        title=f"Foto caricata il {moment(timezone.now())}",
        author=user.get_full_name(),
        upload_token=token,
    )
    photo.attach(upload)
    try:
        with transaction.atomic():
            photo.save()
    except IntegrityError:
        # It was being sent twice at once: the other one was quicker.
        delete_files_on_commit(photo.file_names)
        photo = _sent_before(token)
        if photo is None:
            raise
    return photo


def _sent_before(token):
    return Photo.objects.filter(upload_token=token).first() if token else None
