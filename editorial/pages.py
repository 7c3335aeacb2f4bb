"""How a row becomes its page, for those who look at it before anybody else does.

Each app says it of its own rows, with the very functions that its views call: what
a preview shows is what readers will get, and nothing is written for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from csp.decorators import csp
from django.conf import settings
from django.utils import timezone

from editorial.dates import since


@dataclass(frozen=True)
class Page:
    """The page of a model.

    `render` takes a request and a row, `rows` gives all rows, loaded as it needs
    them, `photos` the photographs of one of them, whether they may be shown or not.
    """

    render: Callable
    rows: Callable
    photos: Callable


_pages = {}


def page_of(model, rows, photos):
    """Decorate the function that renders the page of a row of `model`."""

    def register(render):
        _pages[model] = Page(render, rows, photos)
        return render

    return register


@dataclass
class Preview:
    """What the bar on top says of a page that is shown before its time."""

    row: object
    left_out: list
    # A form of the desk that was sent to be looked at and not to be saved.
    is_unsaved: bool = False
    back: str = ""
    # Of somebody without an account.
    link: object = None
    form: object = None

    @property
    def is_public(self):
        return self.row.is_public

    @property
    def says(self):
        """One sentence: is this page on the site?"""
        if not self.is_public:
            return "Anteprima: questa pagina non è pubblica."
        if self.is_unsaved:
            return "Anteprima: sul sito c’è ancora il testo di prima."
        return "Anteprima: questa pagina è già sul sito."

    @property
    def moment(self):
        """When it will be seen, for what is scheduled."""
        return since(self.row.published_at) if self.row.is_scheduled else ""

    @property
    def waits_for_project(self):
        return self.row.is_published and not self.is_public


def show_preview(request, row, **details):
    """Return the page of a stored `row` as it will be, whatever its state.

    `details` are those of `Preview`. The answer is for nobody else and for no cache.
    """
    page = _pages[type(row)]
    row = page.rows().get(pk=row.pk)
    left_out = [photo for photo in page.photos(row) if not photo.is_published]
    request.preview = Preview(row, left_out, **details)
    if row.published_at is None:
        # In memory alone: the page says when it came out, and it would be now.
        row.published_at = timezone.now()
    return for_few(_with_public_policy(page.render(request, row)))


def _with_public_policy(response):
    """What is looked at in the admin is under the rules that readers' pages have."""
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return csp(rules)(partial(_same, response))()


def _same(response):
    return response


def for_few(response):
    """Return `response`, kept by nobody, found by no search, named to no other site."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
