"""What every admin of the house shares; nothing is registered here."""

from editorial.admin.history import ClosedTermAdmin, VersionedAdmin
from editorial.admin.house import HouseAdmin, ProjectColumn
from editorial.admin.photos import PhotoUseInline
from editorial.admin.publication import PUBLICATION, PublishableAdmin, StateFilter
from editorial.admin.scopes import (
    ADMINISTRATORS_ONLY,
    EDITORS_ONLY,
    EVERYBODY,
    OWN_PROJECTS,
    OfProject,
)

__all__ = [
    "ADMINISTRATORS_ONLY",
    "EDITORS_ONLY",
    "EVERYBODY",
    "OWN_PROJECTS",
    "PUBLICATION",
    "ClosedTermAdmin",
    "HouseAdmin",
    "OfProject",
    "PhotoUseInline",
    "ProjectColumn",
    "PublishableAdmin",
    "StateFilter",
    "VersionedAdmin",
]
