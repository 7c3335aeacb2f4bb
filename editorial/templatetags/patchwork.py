from django import template

from editorial.patchwork import patch

register = template.Library()


@register.inclusion_tag("editorial/_patch.html")
def patchwork(number, *shapes):
    """Draw the patch of a row: `{% patchwork place.pk "spazi" %}`."""
    return {"patch": patch(number, shapes)}
