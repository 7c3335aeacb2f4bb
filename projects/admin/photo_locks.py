"""What an equipe no longer says of a photograph by itself, once pages show it."""

from editorial.roles import is_editor
from editorial.workflow import WRITABLE
from projects.models import Photo
from projects.photo_uses import uses_of

# Each of them can put before everybody what nobody of the redazione has seen.
LOCKED = ("upload", "people", "release")
WHY = (
    "Questa foto è in una pagina che hai già inviato o che è stata pubblicata: da qui "
    "puoi solo dire che si riconoscono adulti o minori. Per il resto scrivi alla "
    "redazione."
)


def locked_changes(user, photo, said):
    """Return the names, among `said` {name: value}, that `user` may not change.

    `photo` is as it was before. Who sees a face that nobody had seen may always
    say so: it only hides.
    """
    changed = [
        name
        for name in LOCKED
        if name in said and said[name] != getattr(photo, name, None)
    ]
    if not (changed and photo.pk) or is_editor(user) or _hides(photo, said, changed):
        return []
    return changed if _is_out_of_hand(photo) else []


def _hides(photo, said, changed):
    is_face = said.get("people") in Photo.NEEDS_RELEASE and photo.people in Photo.FREE
    return is_face and "upload" not in changed


def _is_out_of_hand(photo):
    pages = uses_of([photo])[photo.pk]
    return any(getattr(page, "state", None) not in WRITABLE for page in pages)
