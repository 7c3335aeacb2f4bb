"""Whoever looks after users makes nobody more powerful than themselves."""

from django.contrib.auth import get_user_model

from editorial.roles import is_editor

# Rights come from the groups; these would go past them.
FOR_SUPERUSERS = {"is_superuser", "user_permissions"}


class SuperusersApart:
    """For the bases of the admin of users: superusers are for superusers alone."""

    def has_change_permission(self, request, obj=None):
        return self._is_below(request, obj) and super().has_change_permission(
            request, obj
        )

    def has_delete_permission(self, request, obj=None):
        return self._is_below(request, obj) and super().has_delete_permission(
            request, obj
        )

    def _is_below(self, request, obj):
        return obj is None or request.user.is_superuser or not obj.is_superuser

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [(title, _without(options)) for title, options in fieldsets]

    def lent_to(self, user):
        """The redazione says who is in an equipe, and sees no more of them."""
        users = get_user_model().objects
        return users.all() if is_editor(user) else users.none()

    def may_choose(self, request):
        return is_editor(request.user) or super().may_choose(request)


def _without(options):
    fields = [name for name in options["fields"] if name not in FOR_SUPERUSERS]
    return {**options, "fields": fields}
