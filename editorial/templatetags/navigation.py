from django import template

register = template.Library()


@register.filter
def is_in_section(path, section):
    """Whether the address `path` begins with the same word as that of `section`."""
    return path.split("/")[1:2] == section.split("/")[1:2]
