"""Read the whole site again into the search index."""

from django.core.management.base import BaseCommand

from mix_site.search.index import rebuild


class Command(BaseCommand):
    help = "Rifà l’indice della ricerca da capo, mentre il sito continua a rispondere."

    def handle(self, *args, **options):
        counts = rebuild()
        said = ", ".join(f"{total} {kind}" for kind, total in counts.items())
        self.stdout.write(f"Indice della ricerca rifatto: {said}.")
