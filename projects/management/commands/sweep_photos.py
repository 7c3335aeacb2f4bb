from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage, storages
from django.core.management.base import BaseCommand
from django.utils import timezone

from editorial.images import ImageRecord

FOLDER = "foto"


class Command(BaseCommand):
    help = "Delete files of photographs that no row knows any more."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="count and name, delete nothing"
        )
        parser.add_argument(
            "--hours",
            type=int,
            default=48,
            help="leave files younger than this: their row may be about to be saved",
        )

    def handle(self, *args, dry_run, hours, **options):
        limit = timezone.now() - timedelta(hours=hours)
        # The files first: what is saved while they are listed is in the rows then.
        files = [
            (storage, name)
            for storage in (default_storage, storages["private"])
            for name in _files_of(storage, FOLDER)
        ]
        keys = _known_keys()
        orphans = [file for file in files if _key(file[1]) not in keys]
        old = [file for file in orphans if _modified(*file) < limit]
        size = sum(storage.size(name) for storage, name in old)
        for storage, name in old:
            if dry_run or options["verbosity"] > 1:
                self.stdout.write(name)
            if not dry_run:
                storage.delete(name)
        verb = "would be deleted" if dry_run else "deleted"
        self.stdout.write(
            f"{len(files)} files, {len(orphans)} of no photo; {len(old)} {verb} "
            f"({size / 1e6:.1f} MB), {len(orphans) - len(old)} too young."
        )


def _files_of(storage, folder):
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _files_of(storage, f"{folder}/{inner}")


def _key(name):
    return name.split(".")[0].split("-")[0]


def _modified(storage, name):
    try:
        return storage.get_modified_time(name)
    except FileNotFoundError:
        # Moved or deleted by somebody else in the meantime: not ours to touch.
        return timezone.now()


def _known_keys():
    owners = [model for model in apps.get_models() if issubclass(model, ImageRecord)]
    return {
        key
        for model in owners
        for key in model._base_manager.values_list("key", flat=True)
    }
