from django.db.models.signals import post_delete, post_save

from editorial.announcing import rows_written
from mix_site.previews import store
from projects.models import Photo, Release
from projects.photo_files import photos_hidden


def connect():
    """Let no copy outlive a change of a photo or of what its people signed."""
    for signal in (post_save, post_delete):
        signal.connect(_photo_changed, sender=Photo)
        signal.connect(_release_changed, sender=Release)
    # Said once all is saved, and when a release has ended by date.
    photos_hidden.connect(_photos_written, sender=Photo)
    rows_written.connect(_photos_written, sender=Photo)
    rows_written.connect(_releases_written, sender=Release)


def _photo_changed(sender, instance, **kwargs):
    store.forget_photos([instance.pk])


def _photos_written(sender, pks, **kwargs):
    store.forget_photos(pks)


def _release_changed(sender, instance, **kwargs):
    _releases_written(sender, [instance.pk])


def _releases_written(sender, pks, **kwargs):
    photos = Photo.objects.filter(release__in=pks)
    store.forget_photos(photos.values_list("pk", flat=True))
