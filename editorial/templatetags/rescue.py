"""What the pages of the admin tell the script that keeps unsaved texts."""

from django import template
from django.utils.html import format_html

from editorial.admin.rescue import forget, forgotten

register = template.Library()


@register.simple_tag(takes_context=True)
def forget_draft(context):
    """The text of this very request was given up: its copy in the browser goes too."""
    forget(context["request"])
    return ""


@register.simple_tag(takes_context=True)
def forgotten_drafts(context):
    """Where the script reads which copies it need not keep any longer; said once."""
    request = context.get("request")
    names = " ".join(forgotten(request)) if request else ""
    return (
        format_html('<span data-forgotten="{}" hidden></span>', names) if names else ""
    )
