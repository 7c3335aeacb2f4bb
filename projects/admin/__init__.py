from projects.admin.event import EventAdmin
from projects.admin.keyword import KeywordAdmin
from projects.admin.photo import PhotoAdmin
from projects.admin.place import PlaceAdmin
from projects.admin.project import OrganizationAdmin, ProjectAdmin
from projects.admin.release import ReleaseAdmin

__all__ = [
    "EventAdmin",
    "KeywordAdmin",
    "OrganizationAdmin",
    "PhotoAdmin",
    "PlaceAdmin",
    "ProjectAdmin",
    "ReleaseAdmin",
]
