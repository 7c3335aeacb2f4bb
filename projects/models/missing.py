"""What photographs still lack before the page that shows them is handed in."""

from editorial.alt_texts import alt_problem


def missing_in_photos(page):
    """Return, as `Publishable.missing` does, what the photos of `page` lack.

    The names are those of the photos' rows in the form of the page.
    """
    uses = page.photo_uses.select_related("photo__release")
    return [
        (f"photo_uses-{number}-{field}", f"Foto «{use.photo}»: {words}")
        for number, use in enumerate(uses)
        for field, words in use.gaps().items()
    ]


def missing_in_photo(page, photo_field, alt_field):
    """The same for a photo that is a field of `page`, its text in another."""
    photo = getattr(page, photo_field)
    if photo is None:
        return []
    alt = getattr(page, alt_field)
    problem = alt_problem(alt) if alt else "Scrivi che cosa si vede."
    gaps = {alt_field: problem, photo_field: " ".join(photo.gaps().values())}
    return [(name, f"Foto «{photo}»: {words}") for name, words in gaps.items() if words]
