from django.http import Http404


def published_or_404(queryset, **lookup):
    """Return the public row of a page.

    Raises Http404 if there never was one, `Gone` (410) if it was withdrawn.
    """
    try:
        return queryset.get_published_or_gone(**lookup)
    except queryset.model.DoesNotExist:
        raise Http404 from None


def chosen_or_404(rows, slug):
    """Return the row with `slug` out of those already loaded; None for no slug."""
    if slug is None:
        return None
    for row in rows:
        if row.slug == slug:
            return row
    raise Http404
