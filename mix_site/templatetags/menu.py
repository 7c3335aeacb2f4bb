from django import template

from mix_site.navigation import menu

register = template.Library()


@register.inclusion_tag("includes/_menu.html", takes_context=True)
def main_menu(context):
    """The main menu; an error page may have no request and so no current place."""
    request = context.get("request")
    return {"entries": menu(request.path if request else "")}
