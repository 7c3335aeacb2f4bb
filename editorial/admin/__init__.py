"""What every admin of the house shares; nothing is registered here."""

from editorial.admin.history import ClosedTermAdmin, VersionedAdmin
from editorial.admin.house import HouseAdmin, ProjectColumn
from editorial.admin.photos import PhotoUseInline
from editorial.admin.publication import PUBLICATION, PublishableAdmin, StateFilter

__all__ = [
    "PUBLICATION",
    "ClosedTermAdmin",
    "HouseAdmin",
    "PhotoUseInline",
    "ProjectColumn",
    "PublishableAdmin",
    "StateFilter",
    "VersionedAdmin",
]
