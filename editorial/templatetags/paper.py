from urllib.parse import urlsplit

from django import template

register = template.Library()


@register.filter
def short_address(url):
    """Return an address as people write it by hand: «progettomix.it/cronache»."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")
