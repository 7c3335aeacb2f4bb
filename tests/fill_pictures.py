"""Fill a development site with generated pictures, to look at its pages.

    MIX_ENV=development VAR_DIR=… .venv/bin/python -m tests.fill_pictures

Run it with the environment of the server, after `migrate` and `load_content`. The
chronicles get 1, 7, 0, 2, 3, 1 … photographs in turn, newest first; the projects a
cover, the places before and after, the events up to seven. A site that has any
photograph is left alone, and anywhere but in development it refuses to run.
"""

import os
import sys
from functools import cache
from itertools import cycle

import django

TOTALS = (1, 7, 0, 2, 3, 1)
SUBJECTS = ((50, 45), (20, 30), (80, 40), (50, 22), (12, 50), (88, 30), (50, 60))
AUTHORS = ("Ada Rossi", "Equipe di quartiere", "Bruno e Carla, volontari della festa")
LONG = (
    "La tavolata del sabato, prima che arrivasse la pioggia: ci siamo stretti sotto "
    "il portico e abbiamo continuato a mangiare, a cantare e a raccontare."
)
CAPTIONS = ("Sabato in cortile", "", LONG, "Le prove generali", "")
ALTS = (
    "Una persona in primo piano davanti alle case, altre dietro di lei",
    "Un gruppo di persone nel cortile, con gli alberi e le finestre",
    "",
)


def refuse_outside_development():
    """Stop unless MIX_ENV says development: these photographs show nothing true."""
    if os.environ.get("MIX_ENV") != "development":
        sys.exit("Only in development: MIX_ENV=development says so.")


@cache
def picture(number):
    from editorial.images import ingest
    from tests.pictures import SIZES, photograph

    size = SIZES[number % len(SIZES)]
    return ingest(photograph(number, size, SUBJECTS[number % len(SUBJECTS)]))


def add_photo(project, number):
    from projects.models import Photo

    x, y = SUBJECTS[number % len(SUBJECTS)]
    photo = Photo(
        project=project,
        title=f"Immagine di prova {number + 1}",
        author=AUTHORS[number % len(AUTHORS)],
        people=Photo.People.NOBODY,
        focus_x=x,
        focus_y=y,
    )
    photo.attach(picture(number))
    photo.save()
    return photo


def some_of(photos, total):
    """Return what `total` uses of `photos` say, and begin with another next time.

    One in three is decorative.
    """
    photos.append(photos.pop(0))
    return [
        {
            "photo": photo,
            "alt": ALTS[position % len(ALTS)],
            "is_decorative": not ALTS[position % len(ALTS)],
            "caption": CAPTIONS[position % len(CAPTIONS)],
            "position": position,
        }
        for position, photo in enumerate(photos[:total])
    ]


def fill():
    from chronicles.covers import choose_cover
    from projects.models import Photo, Project

    if Photo.objects.exists():
        return "There are photographs already: nothing done."
    if not Project.objects.exists():
        return "There are no projects yet: load_content first."
    totals = cycle(TOTALS)
    for first, project in enumerate(Project.objects.by_lot()):
        photos = [add_photo(project, (first + number) % 7) for number in range(7)]
        project.cover, project.cover_alt = photos[0], ALTS[0]
        project.save()
        fill_places(project, photos)
        for chronicle in project.chronicles.newest_first():
            for values in some_of(photos, next(totals)):
                chronicle.photo_uses.create(**values)
            choose_cover(chronicle)
        for event in project.events.all():
            for values in some_of(photos, next(totals)):
                event.photo_uses.create(**values)
    return f"{Photo.objects.count()} photographs."


def fill_places(project, photos):
    """Both photographs, the earlier alone, the later alone, in turn."""
    shown = cycle([(photos[3], photos[1]), (photos[2], None), (None, photos[5])])
    for place, (before, after) in zip(project.places.all(), shown, strict=False):
        place.photo_before, place.photo_after = before, after
        place.alt_before = "Il posto com’era, con una persona" if before else ""
        place.alt_after = "Lo stesso posto adesso, con le persone" if after else ""
        place.save()


if __name__ == "__main__":
    refuse_outside_development()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mix_site.settings")
    django.setup()
    print(fill())
