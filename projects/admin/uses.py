"""What the forms of photos and releases tell: where a photo is seen, who did what."""

from dataclasses import dataclass

from django.urls import reverse

from editorial.previews import thumbnail
from projects.photo_uses import is_public, state_of, uses_of


@dataclass(frozen=True)
class SeenUse:
    """A page as one person may know of it; addresses are "" where there is none."""

    kind: str
    title: str
    state: str
    site_url: str
    desk_url: str


def seen_uses(request, admin_site, photos):
    """Return [(photo, its thumbnail, its SeenUses)].

    Of drafts of others not even the title is told.
    """
    pages = uses_of(photos)
    mine = _mine(request, admin_site, pages)
    return [
        (photo, thumbnail(photo), [_seen(page, mine) for page in pages[photo.pk]])
        for photo in photos
    ]


def _mine(request, admin_site, pages):
    """Return (model, id) of the pages that the person finds in the admin."""
    ids = {}
    for page in (page for found in pages.values() for page in found):
        ids.setdefault(type(page), set()).add(page.pk)
    return {
        (model, pk)
        for model, pks in ids.items()
        if model in admin_site._registry
        for pk in _rows(request, admin_site._registry[model]).filter(pk__in=pks)
    }


def _rows(request, model_admin):
    rows = model_admin.get_queryset(request).order_by().values_list("pk", flat=True)
    return rows if model_admin.has_view_permission(request) else rows.none()


def _seen(page, mine):
    is_mine = (type(page), page.pk) in mine
    has_page = is_public(page) and hasattr(page, "get_absolute_url")
    kind = f"{page._meta.app_label}_{page._meta.model_name}"
    may_be_named = is_mine or has_page
    return SeenUse(
        kind=page._meta.verbose_name,
        title=str(page) if may_be_named else "una pagina di altri, non pubblicata",
        state=state_of(page),
        site_url=page.get_absolute_url() if has_page else "",
        desk_url=reverse(f"admin:{kind}_change", args=[page.pk]) if is_mine else "",
    )


class TellsItsUses:
    """For the admin of a row with a register, that governs the photos `photos_of`."""

    change_form_template = "admin/projects/register_form.html"

    def photos_of(self, obj):
        raise NotImplementedError

    def uses_title(self, obj):
        raise NotImplementedError

    def uses_context(self, request, obj):
        """Return what the fragment of the uses needs, and the steps of the register."""
        return {
            "uses": seen_uses(request, self.admin_site, self.photos_of(obj)),
            "uses_title": self.uses_title(obj),
            "entries": obj.entries,
        }

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context |= self.uses_context(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
