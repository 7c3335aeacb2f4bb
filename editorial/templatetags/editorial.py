from django import template

from editorial import galleries
from editorial import richtext as texts

register = template.Library()

# How wide a picture is where it stands: the browser chooses a file by this.
# Lengths are pixels, because `rem` means another thing here than in the style. On a
# phone a little less than the truth: a card of two thirds of it, for the difference
# is not seen on a dense screen and each photograph is half as heavy.
SIZES = {
    "page": "(min-width: 1386px) 1296px, 88vw",
    "card": "(min-width: 1076px) 417px, (min-width: 709px) 45vw, 65vw",
    "half": "(min-width: 1386px) 630px, (min-width: 720px) 45vw, 88vw",
    "alone": "(min-width: 1386px) 860px, 88vw",
    "upright": "(min-width: 560px) 504px, 88vw",
    "beside": "(min-width: 704px) 396px, 88vw",
}
# What a gallery says of every picture's height. The pictures of a row are too wide
# for it and shrink alike: they come out equally high, each of them whole.
ROW_HEIGHT = 2000


@register.filter
def richtext(html, heading_shift=0):
    """Show a rich text; `{{ body|richtext:1 }}` below the heading of a section."""
    return texts.render(html, heading_shift)


@register.filter
def plaintext(html):
    """The bare words of a rich text, for excerpts: follow it with truncatewords."""
    return texts.to_text(html, marks=False)


@register.inclusion_tag("editorial/_picture.html")
def picture(
    photo, *, alt, sizes="100vw", lazy=True, priority=False, crop=None, in_row=False
):
    """Show an ImageRecord; `alt=""` only for what the editor called decorative.

    `sizes` is the attribute, or a name in SIZES. `crop="16:9"` keeps the focal point
    in sight where the style cuts the picture to that shape; without it the picture
    is meant to be whole. `priority` is for the largest picture at the top of a page.
    `in_row` is for a row of pictures as gallery.css lays them out.
    """
    if alt is None:
        raise ValueError("picture: alt is None; a decorative picture says alt=''.")
    width, height = photo.width, photo.height
    if in_row:
        width, height = round(ROW_HEIGHT * width / height) or 1, ROW_HEIGHT
    return {
        "srcset": photo.srcset,
        "src": photo.small_jpeg_url,
        "sizes": SIZES.get(sizes, sizes),
        "width": width,
        "height": height,
        "alt": alt,
        "crop": photo.crop_class(*map(int, crop.split(":"))) if crop else "",
        "loading": "lazy" if lazy and not priority else "eager",
        "priority": priority,
    }


@register.filter
def gallery_rows(uses, lead=None):
    """Split the photographs of a page into rows.

    Each is {"kind", "pictures"}; a picture is {"use", "sizes", "position"}. The
    position is its place among all that the page enlarges, `lead` (or None) being
    the first: "2 di 7", or "" for the only one.
    """
    uses = list(uses)
    ahead = 1 if lead else 0
    positions = _positions(ahead, len(uses))
    rows = [(galleries.kind_of_row(row), row) for row in galleries.rows_of(uses)]
    return [
        {
            "kind": kind,
            "pictures": [
                {
                    "use": use,
                    "sizes": _sizes(use, kind, row),
                    "position": next(positions),
                }
                for use in row
            ],
        }
        for kind, row in rows
    ]


def _positions(ahead, shown):
    total = ahead + shown
    for number in range(ahead + 1, total + 1):
        yield f"{number} di {total}" if total > 1 else ""


def _sizes(use, kind, row):
    if len(row) == 1:
        return "page" if kind == "wide" else kind
    share = galleries.share_of(use, row)
    narrow = f"{share * 92:.0f}vw" if kind == "pair" else "88vw"
    return (
        f"(min-width: 1386px) {share * 1296:.0f}px, "
        f"(min-width: 720px) {share * 92:.0f}vw, {narrow}"
    )
