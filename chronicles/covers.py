from chronicles.models import Chronicle


def choose_cover(chronicle):
    """Make the first photo of `chronicle`, by position, its cover; or none.

    Called after its photos were written. The row alone is updated: a cover is
    no new version of the text.
    """
    first = chronicle.photo_uses.order_by("position", "pk").first()
    if chronicle.cover_id != (first.pk if first else None):
        chronicle.cover = first
        Chronicle.objects.filter(pk=chronicle.pk).update(cover=first)
