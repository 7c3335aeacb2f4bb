from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse

from editorial.publishing import Gone

# Longer than any address the site writes; nginx stops at the same length.
MAX_QUERY = 8 * 1024
# Where people write what they like: the search itself takes away what it must.
FREE_WORDS = "/cerca/"


# Pictures and archives are packed already: packing them again costs and gains nothing.
PACKED_TYPES = (
    "text/",
    "application/atom+xml",
    "application/xml",
    "application/ld+json",
)


class TextGZipMiddleware(GZipMiddleware):
    """Pack what is text: a third of the bytes, a third of the wait on a slow line."""

    def process_response(self, request, response):
        if not response.get("Content-Type", "").startswith(PACKED_TYPES):
            return response
        return super().process_response(request, response)


class AdminAwareCSPMiddleware(CSPMiddleware):
    """The strict policy everywhere, the admin's own below the admin."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        in_admin = request.path_info.startswith(reverse("admin:index"))
        if in_admin and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


def own_error_pages(get_response):
    """Give the bare answers of Django our own page, and `Gone` its 410."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            page["Allow"] = response.get("Allow", "GET, HEAD")
            return page
        return response

    def process_exception(request, exception):
        if isinstance(exception, Gone):
            return render(request, "410.html", status=HTTPStatus.GONE)
        return None

    middleware.process_exception = process_exception
    return middleware


def refuse_odd_requests(get_response):
    """Answer 400 to what no reader sends and PostgreSQL could not store."""

    def middleware(request):
        # Reading more than this Django refuses, as an error with a traceback.
        fields = 1 + request.META.get("QUERY_STRING", "").count("&")
        if fields > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
            return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)
        if request.path_info.startswith(FREE_WORDS) and "\x00" not in request.path_info:
            return get_response(request)
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "%00" in query or len(query) > MAX_QUERY:
            return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)
        return get_response(request)

    return middleware
