from django.conf import settings


def site(request):
    """The site's own address and the page's canonical one, without a query."""
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
    }
