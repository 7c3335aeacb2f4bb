from django import template

from editorial.structured_data import DataBlock
from mix_site import structured_data

register = template.Library()


@register.simple_tag
def website_data(image):
    return DataBlock(structured_data.website_data(image))
