from django import template

from editorial.structured_data import DataBlock
from newsletter import structured_data

register = template.Library()


@register.simple_tag
def issue_data(issue, image):
    return DataBlock(structured_data.issue_data(issue, image))
