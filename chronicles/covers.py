from chronicles.models import Chronicle


def choose_cover(chronicle):
    """Make the photo said to be the cover of `chronicle` its cover, or the first.

    Called after its photos were written. The row alone is updated: a cover is
    no new version of the text.
    """
    first = chronicle.photo_uses.order_by("-is_cover", "position", "pk").first()
    if chronicle.cover_id != (first.pk if first else None):
        chronicle.cover = first
        Chronicle.objects.filter(pk=chronicle.pk).update(cover=first)
