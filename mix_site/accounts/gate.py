"""Who is really there: neither away for too long nor without the second factor."""

from functools import partial
from time import time

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django_otp.middleware import OTPMiddleware

from mix_site.accounts.events import Kind, record
from mix_site.accounts.second_factor import needs_code

SINCE = "signed_in_at"
SEEN = "last_seen_at"
# Seconds: a session is written once a minute at most, not with every request.
PULSE = 60


def sign_in_gate(get_response):
    """Middleware: `request.user` is whoever is signed in to the end, or nobody.

    `request.known` is who gave the right password and may lack the second factor.
    Both are lazy: public pages never look at the session.
    """
    desk = reverse("admin:index")

    def middleware(request):
        _admit(request)
        response = get_response(request)
        in_desk = request.path_info.startswith(desk)
        if in_desk and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


def admit_again(request):
    """After a sign-in has put its user there: whoever comes next sees what is due."""
    if hasattr(request, "known"):
        # The second factor is read from the session first, as at every request.
        OTPMiddleware(_admit)(request)


def _admit(request):
    request.known = SimpleLazyObject(partial(_present, request, request.user))
    request.user = SimpleLazyObject(partial(_admitted, request))


def start_session(session):
    """Begin to count a session's time: at each sign-in, with a new id."""
    session.cycle_key()
    session[SINCE] = session[SEEN] = int(time())


def is_over(session):
    """Whether a session has lasted, or been left alone, for too long."""
    now = time()
    lasted = now - session.get(SINCE, 0)
    idle = now - session.get(SEEN, 0)
    too_idle = idle > settings.SESSION_IDLE_MINUTES * 60
    return too_idle or lasted > settings.SESSION_COOKIE_AGE


def _present(request, user):
    if not user.is_authenticated:
        return user
    if is_over(request.session):
        record(Kind.EXPIRED, request, user)
        request.session.flush()
        return AnonymousUser()
    if time() - request.session[SEEN] >= PULSE:
        request.session[SEEN] = int(time())
    return user


def _admitted(request):
    return AnonymousUser() if needs_code(request.known) else request.known
