"""Who is at work: for what is recorded below the views, where no request is known."""

from contextlib import contextmanager
from contextvars import ContextVar

_request = ContextVar("request", default=None)


@contextmanager
def acting(request):
    """Let `actor()` answer with the user of `request` (anything that has a `user`)."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def actor():
    """Return the user who is at work, None when nobody is: a command, a visitor."""
    user = getattr(_request.get(), "user", None)
    return user if user is not None and user.is_authenticated else None


def remember_actor(get_response):
    """The middleware; it never asks who somebody is before `actor()` does."""

    def middleware(request):
        with acting(request):
            return get_response(request)

    return middleware
