"""A form sent by somebody who is signed out, or with a key that is too old.

Django answers with the sign-in page, or with a refusal, and what was typed is gone.
Here it comes back in a page that signs in and then, at a button, sends it again.
"""

import json
from functools import update_wrapper
from http import HTTPStatus

from django.contrib import admin
from django.contrib.auth import SESSION_KEY
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import csrf
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from editorial.admin.conflicts import SEEN
from editorial.admin.resuming import RESUME
from editorial.admin.snapshots import legible

# Every form that holds somebody's text says whose it is.
USER = "_user"
PATH, KEPT = "_path", "_kept"
NEVER_KEPT = ("csrfmiddlewaretoken", "password")


class KeepingSite:
    """For the bases of the admin site: no text is lost at its door."""

    def get_urls(self):
        own = path("rientra/", self.come_back, name="come-back")
        return [own, *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        checked = super().admin_view(view, cacheable)

        def keeping(request, *args, **kwargs):
            if _has_text(request) and not self._may_send(request):
                return self.keep(request, _fields(request), request.get_full_path())
            return checked(request, *args, **kwargs)

        return update_wrapper(keeping, view)

    def _may_send(self, request):
        return self.has_permission(request) and not _is_of_another(request)

    @method_decorator([never_cache, sensitive_post_parameters()])
    def come_back(self, request):
        """GET says who is signed in; POST signs in and gives the text back."""
        if request.method != "POST":
            return self._who_is_here(request)
        try:
            fields = _unpacked(request.POST.get(KEPT, ""))
        except ValueError:
            return redirect("admin:index")
        answer = self.login(request)
        form = getattr(answer, "context_data", {}).get("form")
        if form is None and answer.status_code != HTTPStatus.FOUND:
            return answer
        return self.keep(request, fields, request.POST.get(PATH, ""), form)

    def _who_is_here(self, request):
        if not request.accepts("application/json") or request.accepts("text/html"):
            return redirect("admin:index")
        is_in = self.has_permission(request)
        state = {
            "user": str(request.user.pk) if is_in else "",
            # Gave the password, and has not shown the second factor yet.
            "is_half_in": not is_in and SESSION_KEY in request.session,
            "token": get_token(request),
        }
        return JsonResponse(state)

    def keep(self, request, fields, address, form=None):
        """Answer with a page that holds `fields`, pairs of name and value."""
        owner = dict(fields).get(USER)
        is_in = self.has_permission(request)
        context = {
            **self.each_context(request),
            "title": "Il tuo testo è al sicuro",
            "fields": [pair for pair in fields if pair[0] != USER],
            "kept": json.dumps(fields),
            "address": _own_address(address),
            "form": form or self._login_form()(request),
            "is_in": is_in,
            "is_own": is_in and owner == str(request.user.pk),
            "is_half_in": not is_in and SESSION_KEY in request.session,
            "had_files": bool(request.FILES),
            "owner": owner,
            "resume": RESUME,
        }
        status = HTTPStatus.OK if is_in else HTTPStatus.FORBIDDEN
        return render(request, "editorial/kept.html", context, status=status)

    def _login_form(self):
        return self.login_form or admin.forms.AdminAuthenticationForm


def csrf_failure(request, reason=""):
    """Django's refusal, except for a text that was sent from a page of our own."""
    is_of_desk = request.path_info.startswith(reverse("admin:index"))
    if request.method == "POST" and is_of_desk and _is_from_here(request):
        if _has_text(request):
            address = request.get_full_path()
            return admin.site.keep(request, _fields(request), address)
        if KEPT in request.POST:
            return _keep_again(request)
    return csrf.csrf_failure(request, reason=reason)


def _keep_again(request):
    try:
        fields = _unpacked(request.POST[KEPT])
    except ValueError:
        return redirect("admin:index")
    return admin.site.keep(request, fields, request.POST.get(PATH, ""))


def _is_from_here(request):
    """Whether the browser itself says that the form stood on a page of this site."""
    said = request.headers.get("Sec-Fetch-Site")
    if said:
        return said == "same-origin"
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == here


def _has_text(request):
    return request.method == "POST" and USER in request.POST and SEEN in request.POST


def _is_of_another(request):
    owner = request.POST.get(USER) if _has_text(request) else None
    return bool(owner) and owner != str(request.user.pk)


def _fields(request):
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(part in name for part in NEVER_KEPT)
    ]


def _unpacked(text):
    try:
        return [(legible(name), legible(value)) for name, value in json.loads(text)]
    except (TypeError, RecursionError) as error:
        raise ValueError from error


def _own_address(address):
    index = reverse("admin:index")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours and address.startswith(index) else index
