from django.db.models.signals import post_delete, post_save

from mix_site.previews import store
from projects.models import Photo, Release


def connect():
    """Let no copy outlive a change of a photo or of what its people signed."""
    for signal in (post_save, post_delete):
        signal.connect(_photo_changed, sender=Photo)
        signal.connect(_release_changed, sender=Release)


def _photo_changed(sender, instance, **kwargs):
    store.forget_photo(instance.pk)


def _release_changed(sender, instance, **kwargs):
    for pk in Photo.objects.filter(release_id=instance.pk).values_list("pk", flat=True):
        store.forget_photo(pk)
