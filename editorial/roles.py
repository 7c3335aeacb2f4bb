"""Who may do what: three groups, asked for by these functions alone."""

from django.contrib.auth import get_user_model

EQUIPE = "Equipe"
REDAZIONE = "Redazione"
AMMINISTRAZIONE = "Amministrazione"
ROLES = (EQUIPE, REDAZIONE, AMMINISTRAZIONE)


def groups_of(user):
    """Return the names of a user's groups: one query for each user object."""
    if not hasattr(user, "_names_of_groups"):
        user._names_of_groups = set(user.groups.values_list("name", flat=True))
    return user._names_of_groups


def is_editor(user):
    """Whether they work on everything editorial, of every project."""
    return user.is_active and (user.is_superuser or REDAZIONE in groups_of(user))


def editors():
    """Return the active members of the redazione."""
    users = get_user_model().objects.filter(is_active=True)
    return users.filter(groups__name=REDAZIONE).order_by("pk")


def is_administrator(user):
    """Whether they look after users and settings."""
    return user.is_active and (user.is_superuser or AMMINISTRAZIONE in groups_of(user))


def projects_of(user):
    """Return the ids of the projects in whose equipe they are: one query, kept."""
    if not hasattr(user, "_ids_of_projects"):
        # The reverse of `Project.team`, two floors above.
        user._ids_of_projects = set(user.projects.values_list("pk", flat=True))
    return user._ids_of_projects
