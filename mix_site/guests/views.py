"""A page before its time, for somebody without an account who was sent a link.

No cookie and no session: the address alone says what may be seen.
"""

from functools import wraps
from http import HTTPStatus

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial.http import read_only
from editorial.pages import for_few, show_preview
from editorial.preview_links import PreviewLink, TooMany
from mix_site.guests.forms import AnswerForm


def with_link(view):
    """Decorate a view of a link; one that leads nowhere says nothing of its page."""

    @wraps(view)
    def found(request, token):
        link = PreviewLink.objects.with_token(token)
        if link is not None and link.is_open:
            return for_few(view(request, link))
        status = HTTPStatus.NOT_FOUND if link is None else HTTPStatus.GONE
        page = "mix_site/guests/over.html"
        return for_few(render(request, page, status=status))

    return found


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def preview(request, link):
    form = AnswerForm(request.POST or None, link=link)
    if form.is_bound and not _is_from_here(request):
        form.refuse()
    elif form.is_bound and (form.is_from_machine or _is_recorded(form)):
        return redirect("guests:thanks", link.token)
    return show_preview(request, link.row, link=link, form=form)


def _is_from_here(request):
    """Whether the form may have stood on our page, as far as the browser tells.

    The page sends no referrer, and with that browsers keep the origin back as well.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", "null") in ("null", here)


def _is_recorded(form):
    """Record the answer if it is one; when there are too many the form is shut."""
    if not form.is_valid():
        return False
    said = {name: form.cleaned_data[name] for name in ("verdict", "name", "note")}
    try:
        form.link.answer(**said)
    except TooMany:
        form.is_full = True
    return not form.is_full


@read_only
@with_link
def thanks(request, link):
    return render(request, "mix_site/guests/thanks.html")
