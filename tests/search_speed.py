"""Measure how fast the search answers: `python -m tests.search_speed [chronicles]`.

    .venv/bin/python -m tests.postgresql .venv/bin/python -m tests.search_speed

fills a database of its own with 10,000 chronicles, on the server that
TEST_DATABASE_URL names (SQLite without), and prints the best time of each question
and of renaming a project. It fails when a question takes more than `MOST_MS` on
PostgreSQL. Never part of the tests: a figure means something only on a machine with
nothing else to do.
"""

import os
import random
import sys
import time

import django
from django.db import transaction

CHRONICLES = 10_000
RARE = "mongolfiera"
WORDS = 250
TIMES = 7
MOST_MS = 50
QUESTIONS = {
    "una parola comune": "orto",
    "una parola quasi ovunque": "quartiere",
    "una parola rara": RARE,
    "due parole": "orto cortile",
    "due parole quasi ovunque": "festa quartiere",
    "otto parole comuni": "orto cortile quartiere festa bambini piazza sabato donne",
    "un inizio": "qua",
    "tre inizi": "cor fes lab",
    "una parola e un inizio": "quartiere lab",
    "uno scambio": "cortlie",
    "due scambi": "qartiere festaa",
    "il nome di una zona": "via Padova",
    "niente": "zzzyyyxxx",
}
# On how many pages of a hundred each of these stands, beside the site's own words.
COMMON = {
    "quartiere": 95,
    "festa": 60,
    "cortile": 45,
    "bambini": 40,
    "orto": 33,
    "donne": 30,
    "sabato": 30,
    "piazza": 30,
    "cortili": 10,
    "laboratorio": 20,
    "corteo": 5,
}
SYLLABLES = "ba be ca co da di fa fe la lo ma mi na no pa po ra ri sa so ta to va vi"


def words_of_the_site():
    """Return every word of the first content, as often as it stands there."""
    from editorial.richtext import to_text
    from mix_site.models import EntryText
    from mix_site.search.words import means_little, words_in

    texts = [to_text(text) for text in EntryText.objects.values_list("text", flat=True)]
    found = [text[w.start : w.end] for text in texts for w in words_in(text)]
    return [word for word in found if not means_little(word.lower())]


def bodies(total, known):
    """Yield texts of Italian words, a few of them found on one page alone."""
    chance = random.Random(2017)  # noqa: S311
    syllables = SYLLABLES.split()
    for _ in range(total):
        words = chance.choices(known, k=WORDS)
        words += [w for w, share in COMMON.items() if chance.randrange(100) < share]
        words += ["".join(chance.choices(syllables, k=5)) for _ in range(3)]
        chance.shuffle(words)
        yield "<p>" + " ".join(words) + "</p>"


def fill(total):
    """Load the first content and `total` chronicles, one of them with the rare word."""
    from django.core.management import call_command

    from chronicles.models import Chronicle
    from projects.models import Project
    from tests import builders

    call_command("load_content", verbosity=0)
    Project.objects.update(**builders.PUBLIC)
    known = words_of_the_site()
    # One transaction: the texts are indexed once, at its end.
    with transaction.atomic():
        rows = builders.make_many_chronicles(total, list(Project.objects.by_lot()))
        for row, body in zip(rows, bodies(total, known), strict=True):
            row.body = body
        rows[total // 2].body += f"<p>{RARE}</p>"
        Chronicle.objects.bulk_update(rows, ["body"], batch_size=500)


def timed(action, times=TIMES):
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        result = action()
        best = min(best, time.perf_counter() - start)
    return best * 1000, result


def measure():
    """Print a line a question; return those slower than they may be."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from mix_site.search.answer import answer

    slow = []
    for name, asked in QUESTIONS.items():
        ms, found = timed(lambda asked=asked: answer(asked))
        with CaptureQueriesContext(connection) as queries:
            answer(asked)
        print(
            f"{name:26} {asked[:34]:34} {found.total:6} {len(queries):3} {ms:8.1f} ms"
        )
        if ms > MOST_MS:
            slow.append(name)
    return slow


def measure_renaming():
    """Print how long it takes to rename a project and all that belongs to it."""
    from chronicles.models import Rubric
    from projects.models import Project

    project, rubric = Project.objects.get(lot=1), Rubric.objects.first()
    project.area, rubric.name = "Lorenteggio", "Fandonie"
    for row in (project, rubric):
        ms, _ = timed(row.save, times=1)
        print(f"{type(row).__name__} che cambia nome: {ms:.0f} ms")


def main(total):
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    old = setup_databases(verbosity=0, interactive=False)
    try:
        ms, _ = timed(lambda: fill(total), times=1)
        print(f"{connection.vendor}, {total} cronache, scritte in {ms / 1000:.0f} s")
        if connection.vendor == "postgresql":
            connection.cursor().execute("VACUUM ANALYZE")
        slow = measure()
        measure_renaming()
    finally:
        teardown_databases(old, verbosity=0)
    return 1 if slow and connection.vendor == "postgresql" else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else CHRONICLES))
