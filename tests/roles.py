"""Users of every role, for the tests of who may do what."""

from django.contrib.auth.models import Group
from django.test import Client

from editorial.roles import AMMINISTRAZIONE, EQUIPE, REDAZIONE
from tests.builders import make_user


def make_member(role, username=None, projects=(), **values):
    """Make a member of staff in the group of `role` and in the team of `projects`."""
    user = make_user(username or role.lower(), projects, is_staff=True, **values)
    user.groups.add(Group.objects.get(name=role))
    return user


def client_of(user=None):
    """Return a client in which `user` is signed in; a stranger's without one."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def clients_of_all_roles(own, other):
    """Return {name: client}: the equipe works for `own`, another one for `other`."""
    return {
        "anonymous": client_of(),
        "groupless": client_of(make_user("senza", is_staff=True)),
        "other_equipe": client_of(make_member(EQUIPE, "altra", other)),
        "equipe": client_of(make_member(EQUIPE, "nostra", own)),
        "redazione": client_of(make_member(REDAZIONE)),
        "amministrazione": client_of(make_member(AMMINISTRAZIONE)),
        "superuser": client_of(make_user("boss", is_staff=True, is_superuser=True)),
    }
