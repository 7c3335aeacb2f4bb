from projects.models.event import Event, EventPhoto
from projects.models.keyword import ActionKeyword, Keyword
from projects.models.photo import Photo, Release
from projects.models.place import Place
from projects.models.project import Action, Organization, Partnership, Project

__all__ = [
    "Action",
    "ActionKeyword",
    "Event",
    "EventPhoto",
    "Keyword",
    "Organization",
    "Partnership",
    "Photo",
    "Place",
    "Project",
    "Release",
]
