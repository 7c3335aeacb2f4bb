"""Where somebody goes next, and what closes behind them."""

from functools import wraps
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from mix_site.accounts import second_factor
from mix_site.accounts.events import Kind, record


def next_address(request):
    """Return the address of this site that was asked for before the sign-in."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, hosts, request.is_secure())
    return wanted if is_ours else reverse("admin:index")


def next_step(request):
    """Return the address of the step that a half signed-in person lacks, or None."""
    if not request.known.is_authenticated or request.user.is_authenticated:
        return None
    has_phone = second_factor.phone_of(request.known) is not None
    name = "admin:verify" if has_phone else "admin:new-phone"
    return f"{reverse(name)}?{urlencode({'next': next_address(request)})}"


def after_password(view):
    """For views of whoever gave the password, verified or not yet."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not (request.known.is_authenticated and request.known.is_staff):
            query = urlencode({"next": next_address(request)})
            return redirect(f"{reverse('admin:login')}?{query}")
        return view(request, *args, **kwargs)

    return checked


def only_signed_in(view):
    """For views of whoever is signed in to the end."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not (request.user.is_authenticated and request.user.is_staff):
            query = urlencode({"next": reverse("admin:second-factor")})
            return redirect(f"{reverse('admin:login')}?{query}")
        return view(request, *args, **kwargs)

    return checked


def with_clean_browser(response):
    """Ask the browser to forget what the desk kept in it: drafts, above all."""
    response["Clear-Site-Data"] = '"storage"'
    return response


def too_many_codes(request):
    """Close the half-open session of whoever guesses codes."""
    record(Kind.LOCKED, request, request.known)
    request.session.flush()
    return too_many(request, "un quarto d’ora")


def too_many(request, wait):
    """Answer 429, saying for how long."""
    return render(request, "429.html", {"wait": wait}, status=429)
