from django import template

from editorial.structured_data import DataBlock
from projects import structured_data

register = template.Library()


@register.simple_tag
def project_data(project, partnerships, image):
    return DataBlock(structured_data.project_data(project, partnerships, image))


@register.simple_tag
def event_data(event, photos, image):
    return DataBlock(structured_data.event_data(event, photos, image))
