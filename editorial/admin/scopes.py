"""What an admin class may declare about its rows: `scope = …`, one line in each."""

from dataclasses import dataclass

from django.db.models import Q

from editorial.roles import is_administrator, is_editor, projects_of


class Scope:
    """Who meets a class at all, and which of its rows."""

    def admits(self, user):
        """Whether the class is open to `user`."""
        raise NotImplementedError

    def admits_new(self, user):
        """Whether `user` may add a row."""
        return self.admits(user)

    def sees_all(self, user):
        """Whether `user` meets every row of it."""
        return self.admits(user)

    def rule(self, user):
        """Return, as a Q, the rows that `user` meets without meeting all of them."""
        return Q(pk__in=[])

    def holds(self, user, row):
        """Whether `row` is one of these: the twin of `rule` for a row at hand."""
        return False

    def holds_version(self, user, version):
        """The same for what reversion has kept of a row, which may be gone."""
        return self.sees_all(user)


class Everybody(Scope):
    def admits(self, user):
        return True


class EditorsOnly(Scope):
    def admits(self, user):
        return is_editor(user)


class AdministratorsOnly(Scope):
    def admits(self, user):
        return is_administrator(user)


@dataclass(frozen=True)
class OfProject(Scope):
    """The rows of one's own projects; `path` leads from a row to its project.

    With `for_administrators` the Amministrazione meets all of them, too.
    """

    path: str = "project"
    for_administrators: bool = False

    def admits(self, user):
        return True

    def admits_new(self, user):
        return self.sees_all(user) or bool(projects_of(user))

    def sees_all(self, user):
        return is_editor(user) or (self.for_administrators and is_administrator(user))

    def rule(self, user):
        return Q(**{f"{self.path}__in": projects_of(user)})

    def holds(self, user, row):
        *owners, last = self.path.split("__")
        for name in owners:
            row = getattr(row, name)
        return getattr(row, "pk" if last == "pk" else f"{last}_id") in projects_of(user)

    def holds_version(self, user, version):
        name = "id" if self.path == "pk" else f"{self.path}_id"
        return is_editor(user) or version.field_dict.get(name) in projects_of(user)


EVERYBODY = Everybody()
EDITORS_ONLY = EditorsOnly()
ADMINISTRATORS_ONLY = AdministratorsOnly()
OWN_PROJECTS = OfProject()


def scope_of(site, model):
    """Return what was declared for `model`, by its admin or by an inline of one.

    What nobody has declared is for the redazione alone.
    """
    inlines = (
        inline
        for model_admin in site._registry.values()
        for inline in model_admin.inlines
        if inline.model is model
    )
    declared = [getattr(site._registry.get(model), "scope", None)]
    declared += [getattr(inline, "scope", None) for inline in inlines]
    return next(filter(None, declared), EDITORS_ONLY)
