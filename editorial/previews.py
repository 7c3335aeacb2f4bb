"""Small drawings for lists and forms of the admin: colour, shape, photo, state."""

from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst


def swatch(project):
    """Return the lot's number on the lot's colour, with the neighbourhood's name."""
    return format_html(
        '<span class="swatch"><b class="swatch__lot {}">{}</b> {}</span>',
        project.token,
        project.lot or "Mi",
        project.area,
    )


def shape(rubric, token=""):
    """Return the rubric's shape beside its name, in the colour `token` names."""
    return format_html(
        '<span class="shape-label {}"><svg class="shape" aria-hidden="true" '
        'focusable="false" viewBox="0 0 24 24"><use href="#shape-{}"/></svg> {}</span>',
        token,
        rubric.slug,
        rubric.name,
    )


def thumbnail(photo):
    """Return a photograph as small as it comes; its name is written beside it."""
    return format_html(
        '<img class="thumb" srcset="{}" sizes="7rem" src="{}" width="{}" height="{}" '
        'alt="" loading="lazy">',
        photo.srcset_by(photo.desk_url),
        photo.desk_url(photo.small_jpeg),
        photo.width,
        photo.height,
    )


def focus_picker(photo):
    """Return the place where admin-focus.js shows the picture and its crops.

    Without a script nothing can be pointed at: what is said is to write the numbers.
    """
    return format_html(
        '<div class="focus" data-focus="{}">'
        '<button type="button" class="focus__picture" hidden aria-label="Tocca la foto '
        'nel punto importante, o spostalo con le frecce"><img alt="">'
        '<span class="focus__mark"></span></button>'
        '<div class="focus__crops" hidden>'
        '<figure><img alt="" width="16" height="9"><figcaption>16:9</figcaption>'
        '</figure><figure><img alt="" width="4" height="3"><figcaption>4:3'
        "</figcaption></figure></div>"
        "<output>Scrivi i due numeri qui sotto.</output></div>",
        photo.desk_url(photo.small_jpeg) if photo.key else "",
    )


def badge(kind, label):
    """Return `label` on the background that admin.css gives to `kind`."""
    return format_html('<span class="badge badge--{}">{}</span>', kind, capfirst(label))


def moment(value):
    """Return «15/03/2017, 18:30» in Italian time, as tables write it; «—» for None."""
    return f"{timezone.localtime(value):%d/%m/%Y, %H:%M}" if value else "—"
