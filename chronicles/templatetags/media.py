from django import template

from chronicles.media import medium_of

register = template.Library()
register.filter("medium", medium_of)
