"""What was typed and not yet saved is kept in the browser, until it is saved.

The browser names each copy in `_draft`. Once the server has saved the form that
carried it, the next page of the admin says so: a save that failed never clears.
"""

import re
from functools import partial

from django.db import transaction

DRAFT = "_draft"
KEY = "forgotten_drafts"
NAME = re.compile(r"[\w-]{1,64}")
MOST_NAMES = 20


def forget(request):
    """Let the browser forget, with the next page, the copy of this form."""
    name = request.POST.get(DRAFT, "")
    if NAME.fullmatch(name):
        kept = request.session.get(KEY, [])
        request.session[KEY] = [*kept, name][-MOST_NAMES:]


def forgotten(request):
    """Return the names of copies no longer needed: each is said once."""
    session = getattr(request, "session", None)
    return session.pop(KEY, []) if session is not None and KEY in session else []


class RescueAdmin:
    """Confirms to the browser what was saved."""

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        context.setdefault("draft", request.POST.get(DRAFT, ""))
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    # Where every save passes, whatever it answers; a refusal takes both back.
    def log_addition(self, request, obj, message):
        transaction.on_commit(partial(forget, request))
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        transaction.on_commit(partial(forget, request))
        return super().log_change(request, obj, message)
