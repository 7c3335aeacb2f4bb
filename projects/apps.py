from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished
from django.db.models.signals import post_delete, post_save, pre_delete


def forget_files(sender, instance, **kwargs):
    """However a photo is deleted, one by one or many at once."""
    from editorial.images import delete_files_on_commit

    delete_files_on_commit(instance.file_names)


def settle_photo(sender, instance, **kwargs):
    settle_photos(sender, [instance.pk])


def settle_photos(sender, pks, **kwargs):
    from projects.photo_files import settle_on_commit

    settle_on_commit(pks)


def settle_release(sender, instance, **kwargs):
    settle_releases(sender, [instance.pk])


def settle_releases(sender, pks, **kwargs):
    from projects.models import Photo

    photos = Photo.objects.filter(release__in=pks)
    settle_photos(sender, photos.values_list("pk", flat=True))


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Progetti"

    def ready(self):
        from editorial.announcing import rows_written
        from projects import pages  # noqa: F401 (says how its rows are shown)
        from projects.kept_photos import refuse_deletion
        from projects.models import Photo, Release
        from projects.photo_files import settle_each_day

        pre_delete.connect(refuse_deletion, sender=Photo)
        post_delete.connect(forget_files, sender=Photo)
        post_save.connect(settle_photo, sender=Photo)
        post_save.connect(settle_release, sender=Release)
        rows_written.connect(settle_photos, sender=Photo)
        rows_written.connect(settle_releases, sender=Release)
        if settings.SETTLE_PHOTOS_EACH_DAY:
            request_finished.connect(settle_each_day)
