from django import template

from editorial import richtext as texts

register = template.Library()


@register.filter
def richtext(html, heading_shift=0):
    """Show a rich text; `{{ body|richtext:1 }}` below the heading of a section."""
    return texts.render(html, heading_shift)


@register.filter
def plaintext(html):
    """The bare words of a rich text, for excerpts: follow it with truncatewords."""
    return texts.to_text(html, marks=False)


@register.inclusion_tag("editorial/_picture.html")
def picture(photo, *, alt, sizes="100vw", lazy=True, priority=False):
    """Show an ImageRecord; `alt=""` only for what the editor called decorative."""
    if alt is None:
        raise ValueError("picture: alt is None; a decorative picture says alt=''.")
    return {
        "srcset": photo.srcset,
        "src": photo.small_jpeg_url,
        "sizes": sizes,
        "width": photo.width,
        "height": photo.height,
        "alt": alt,
        "loading": "lazy" if lazy and not priority else "eager",
        "priority": priority,
    }
