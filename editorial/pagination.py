from django.core.paginator import InvalidPage, Paginator
from django.http import Http404


def page_or_404(rows, number, per_page):
    """Return one page of `rows`; a page that is not there is a 404.

    The first page always exists, so that an empty list can say that it is empty.
    """
    try:
        return Paginator(rows, per_page).page(number)
    except InvalidPage:
        raise Http404 from None
