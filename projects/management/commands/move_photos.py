from django.core.management.base import BaseCommand

from projects.photo_files import settle


class Command(BaseCommand):
    help = (
        "Takes out of the public folder the files of photographs whose release has "
        "ended, and brings back those that may be shown. Can be run at any time."
    )

    def handle(self, *args, **options):
        moved = settle()
        self.stdout.write(f"{moved} photographs moved." if moved else "All in place.")
