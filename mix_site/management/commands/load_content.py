"""Load the first content into an empty site; a site with content is left alone."""

from django.core.management.base import BaseCommand, CommandError

from mix_site.content.loader import has_content, load
from mix_site.content.reader import ContentError, read


class Command(BaseCommand):
    help = "Carica i primi contenuti in un sito vuoto."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="Controlla soltanto i file, senza toccare il sito.",
        )

    def handle(self, *args, check, **options):
        if not check and has_content():
            self.say("Il sito ha già dei contenuti: non ho caricato nulla.")
            return
        try:
            content = read()
            if not check:
                load(content)
        except ContentError as error:
            raise CommandError(str(error)) from error
        done = "I file sono a posto" if check else "Contenuti caricati"
        self.say(f"{done}: {summary(content)}.")

    def say(self, line):
        self.stdout.write(line)


def summary(content):
    names = {
        "projects": "progetti",
        "places": "spazi",
        "events": "eventi",
        "stories": "storie",
        "chronicles": "cronache",
        "pages": "pagine",
    }
    counts = [f"{len(content[group])} {name}" for group, name in names.items()]
    return ", ".join(counts)
