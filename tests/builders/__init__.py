"""Rows for the tests: each builder fills in what the caller does not say.

Everything is public and dated 2018 unless said otherwise; `make_everything` links
one public row of every kind, `make_drafts` hangs what nobody may see onto them.
"""

from tests.builders.chronicles import (
    add_photo,
    make_chronicle,
    make_many_chronicles,
    make_many_events,
    make_story,
)
from tests.builders.common import (
    DRAFT,
    FAR_AHEAD,
    HIDDEN_STATES,
    PAGES,
    PUBLIC,
    PUBLISHED_AT,
    ROME,
    SECRET,
    jpeg,
    make_user,
    named,
    next_number,
    rome,
)
from tests.builders.drafts import hidden_photos, make_drafts, secret
from tests.builders.everything import make_everything
from tests.builders.projects import (
    make_action,
    make_event,
    make_organization,
    make_partnership,
    make_photo,
    make_place,
    make_project,
    make_release,
    some_project,
)
from tests.builders.site import (
    BLOCK_MODELS,
    make_block,
    make_home,
    make_issue,
    make_page,
)

__all__ = [
    "BLOCK_MODELS",
    "DRAFT",
    "FAR_AHEAD",
    "HIDDEN_STATES",
    "PAGES",
    "PUBLIC",
    "PUBLISHED_AT",
    "ROME",
    "SECRET",
    "add_photo",
    "hidden_photos",
    "jpeg",
    "make_action",
    "make_block",
    "make_chronicle",
    "make_drafts",
    "make_event",
    "make_everything",
    "make_home",
    "make_issue",
    "make_many_chronicles",
    "make_many_events",
    "make_organization",
    "make_page",
    "make_partnership",
    "make_photo",
    "make_place",
    "make_project",
    "make_release",
    "make_story",
    "make_user",
    "named",
    "next_number",
    "rome",
    "secret",
    "some_project",
]
