"""«Forse cercavi»: the words of the site that look most like the one typed."""

from django.db.models import Q
from django.db.models.functions import Length

from mix_site.models.search import Word

SHORTEST = 4
# From this length on a second slip is forgiven.
LONG = 7


def slips_allowed(text):
    """Return how many letters may be wrong in a word, by its length."""
    if len(text) < SHORTEST or text.isdigit():
        return 0
    return 2 if len(text) >= LONG else 1


def distance(one, other, most):
    """Return how many letters to add, drop, change or swap; `most` + 1 if more.

    Optimal string alignment: a swap of neighbours is one slip.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    older, old = None, list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        new = [i]
        for j, another in enumerate(other, 1):
            cost = letter != another
            best = min(old[j] + 1, new[-1] + 1, old[j - 1] + cost)
            if older and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                best = min(best, older[j - 2] + 1)
            new.append(best)
        if min(new) > most and min(old) > most:
            return most + 1
        older, old = old, new
    return min(old[-1], most + 1)


def alike(texts):
    """Return {text: [(distance, Word), …]}, the nearest first: one query.

    Of a word with at most two slips, cut in three, one part is still right: the
    database looks only at words that share such a part.
    """
    wanted = Q()
    for text in texts:
        if most := slips_allowed(text):
            # The size first: it is the cheaper to ask, and leaves a third of them.
            size = Q(size__range=(len(text) - most, len(text) + most))
            wanted |= size & _shares_a_part(text, most)
    if not wanted:
        return {text: [] for text in texts}
    words = Word.objects.annotate(size=Length("text")).filter(wanted)
    rows = list(words.values_list("pk", "text", "stem", "written", named=True))
    letters = [set(row.text) for row in rows]
    return {text: _nearest(text, rows, letters) for text in texts}


def _shares_a_part(text, most):
    """One slip, even a swap, leaves the beginning or the end as it was."""
    third = len(text) // 3
    shared = Q(text__startswith=text[:third]) | Q(text__endswith=text[-third:])
    return shared | Q(text__contains=text[third:-third]) if most > 1 else shared


def _nearest(text, rows, letters):
    most, own = slips_allowed(text), set(text)
    near = []
    for row, others in zip(rows, letters, strict=True):
        # A slip changes two letters at most: cheaper to see than the distance.
        if len(own ^ others) <= 2 * most:
            far = distance(text, row.text, most)
            if 0 < far <= most:
                near.append((far, row))
    return sorted(near, key=lambda each: (each[0], each[1].text))
