"""Signing in and out of the desk."""

from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from mix_site.accounts.doors import next_step, with_clean_browser
from mix_site.accounts.urls import urlpatterns
from mix_site.accounts.views import tell_of_password


class SignInSite:
    """For an AdminSite: with the second step, and doors that close behind one."""

    def get_urls(self):
        return [*urlpatterns, *super().get_urls()]

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        step = next_step(request) if request.method == "GET" else None
        return redirect(step) if step else super().login(request, extra_context)

    def logout(self, request, extra_context=None):
        return with_clean_browser(super().logout(request, extra_context))

    def password_change(self, request, extra_context=None):
        response = super().password_change(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            tell_of_password(request, request.user)
        return response
