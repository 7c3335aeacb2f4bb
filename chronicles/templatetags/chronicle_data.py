from django import template

from chronicles import structured_data
from editorial.structured_data import DataBlock

register = template.Library()


@register.simple_tag
def chronicle_data(chronicle, photos, keywords, image):
    return DataBlock(structured_data.chronicle_data(chronicle, photos, keywords, image))
