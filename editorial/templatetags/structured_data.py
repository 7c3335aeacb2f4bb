from django import template
from django.utils.html import format_html

from editorial.structured_data import DataBlock, breadcrumb_list

register = template.Library()


@register.simple_block_tag
def breadcrumb(content):
    """Show a breadcrumb, and say it to machines with the same words and links."""
    items = breadcrumb_list(content)
    return format_html("{}{}", content, DataBlock(items)) if items else content
