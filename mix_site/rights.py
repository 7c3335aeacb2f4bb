"""Which role does what with which model; on whose rows, its admin class says.

After every migrate the three groups have these permissions and no others. Nobody
publishes by a permission: that is a step in the way of a text.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

from editorial.roles import AMMINISTRAZIONE, EQUIPE, REDAZIONE

READ = ["view"]
REWRITE = ["view", "change"]
WRITE = ["view", "add", "change"]
ALL = ["view", "add", "change", "delete"]

RIGHTS = {
    EQUIPE: {
        "chronicles.chronicle": ALL,
        "chronicles.chroniclephoto": ALL,
        "chronicles.activityfigures": ALL,
        "chronicles.story": ALL,
        "chronicles.rubric": READ,
        "projects.project": READ,
        "projects.partnership": READ,
        "projects.action": READ,
        "projects.organization": READ,
        "projects.place": ALL,
        "projects.event": ALL,
        "projects.eventphoto": ALL,
        "projects.photo": ALL,
        # A register: a release is withdrawn, and stays.
        "projects.release": WRITE,
        "projects.keyword": READ,
    },
    REDAZIONE: {
        "chronicles.chronicle": ALL,
        "chronicles.chroniclephoto": ALL,
        "chronicles.activityfigures": ALL,
        "chronicles.story": ALL,
        "chronicles.rubric": REWRITE,
        "projects.project": ALL,
        "projects.partnership": ALL,
        "projects.action": ALL,
        "projects.organization": ALL,
        "projects.place": ALL,
        "projects.event": ALL,
        "projects.eventphoto": ALL,
        "projects.photo": ALL,
        "projects.release": ALL,
        "projects.keyword": REWRITE,
        "newsletter.issue": ALL,
        "newsletter.textblock": ALL,
        "newsletter.quotationblock": ALL,
        "newsletter.keywordsblock": ALL,
        "newsletter.projectsblock": ALL,
        "newsletter.rubricsblock": ALL,
        "newsletter.chronicleblock": ALL,
        "newsletter.eventblock": ALL,
        "newsletter.photoblock": ALL,
        "mix_site.home": WRITE,
        "flatpages.flatpage": ALL,
    },
    AMMINISTRAZIONE: {
        "auth.user": ALL,
        # What a group may do is written here, and nowhere else.
        "auth.group": READ,
        # Only to say who is in the equipe.
        "projects.project": REWRITE,
    },
}


def keep_rights(app_config, using, apps=installed, **kwargs):
    """Give the groups what the table says of one app; called after every migrate."""
    labels = {label.partition(".")[0] for rights in RIGHTS.values() for label in rights}
    if app_config.label not in labels:
        return
    # Django's own receiver, which may come only after this one.
    create_permissions(app_config, using=using, apps=apps, verbosity=0)
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
    except LookupError:
        return
    for role, rights in RIGHTS.items():
        group, _ = groups.get_or_create(name=role)
        _keep(group, app_config.label, rights)


def _keep(group, app_label, rights):
    """Make the permissions of `group` on one app exactly what `rights` says."""
    permissions = group.permissions.model.objects.using(group._state.db)
    wanted = {
        permission
        for permission in permissions.filter(
            content_type__app_label=app_label
        ).select_related("content_type")
        if _is_given(permission, app_label, rights)
    }
    given = set(group.permissions.filter(content_type__app_label=app_label))
    group.permissions.remove(*(given - wanted))
    group.permissions.add(*(wanted - given))


def _is_given(permission, app_label, rights):
    model = permission.content_type.model
    verbs = rights.get(f"{app_label}.{model}", [])
    return permission.codename in {f"{verb}_{model}" for verb in verbs}
