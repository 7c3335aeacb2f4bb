"""Values and helpers that all builders share."""

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.utils.text import slugify
from PIL import Image

from editorial.publishing import State

ROME = ZoneInfo("Europe/Rome")
# Found in no public page, whatever its case: titles, slugs, names, codes.
SECRET = "BOZZA-SEGRETA"


def rome(*parts):
    """Return an aware moment in Italian time: `rome(2018, 5, 12, 16, 30)`."""
    return datetime(*parts, tzinfo=ROME)


PUBLISHED_AT = rome(2018, 3, 15, 10)
FAR_AHEAD = rome(2099, 1, 1, 10)
PUBLIC = {"state": State.PUBLISHED, "published_at": PUBLISHED_AT}
DRAFT = {"state": State.DRAFT, "published_at": None}
# The states in which nobody outside may see a row.
HIDDEN_STATES = {
    "bozza": {"state": State.DRAFT},
    "revisione": {"state": State.REVIEW},
    "correggere": {"state": State.CHANGES},
    "programmata": {"state": State.PUBLISHED, "published_at": FAR_AHEAD},
    "ritirata": {"state": State.WITHDRAWN, "published_at": PUBLISHED_AT},
}
PAGES = (
    "il-progetto",
    "che-cos-e-la-coesione-sociale",
    "contatti",
    "crediti",
    "informativa-privacy",
    "note-legali",
    "accessibilita",
)


def next_number(model):
    return model.objects.count() + 1


def named(values, model, noun, field="title"):
    """Give `values` a title and a slug that no other row has."""
    values.setdefault(field, f"{noun} {next_number(model)}")
    values.setdefault("slug", slugify(values[field]))


def jpeg(size=(60, 40), colour="#2F7A34"):
    """Return an open file with a small photograph in it."""
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    stream.seek(0)
    return stream


def make_user(username="scrive", projects=(), **values):
    user = get_user_model().objects.create_user(username, **values)
    for project in projects:
        project.team.add(user)
    return user
