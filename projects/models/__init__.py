from projects.models.event import Event, EventPhoto
from projects.models.keyword import ActionKeyword, Keyword
from projects.models.photo import Photo
from projects.models.place import Place
from projects.models.project import Action, Organization, Partnership, Project
from projects.models.register import RegisterEntry
from projects.models.release import Release, Use

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
    "RegisterEntry",
    "Release",
    "Use",
]
