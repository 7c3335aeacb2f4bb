"""Earlier versions, and what was deleted."""

from contextlib import nullcontext

from django.contrib.admin.utils import unquote
from reversion.admin import VersionAdmin

from editorial.addresses import Addressed
from editorial.admin.comparing import ComparingAdmin
from editorial.admin.house import HouseAdmin
from editorial.publishing import Publishable


class VersionedAdmin(ComparingAdmin, HouseAdmin, VersionAdmin):
    """With history: earlier versions and what was deleted can come back."""

    history_latest_first = True

    def create_revision(self, request):
        # A revision is a transaction, and on SQLite a transaction is a writer.
        if request.method in ("GET", "HEAD"):
            return nullcontext()
        return super().create_revision(request)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        before = self.get_object(request, unquote(object_id))
        response = super().revision_view(request, object_id, version_id, extra_context)
        if request.method == "POST" and isinstance(before, Addressed):
            self._keep_address(request, before)
        if request.method == "POST" and isinstance(before, Publishable):
            self._go_on_counting(before)
        return response

    def _go_on_counting(self, before):
        """An old text that is taken up again is a new version, not an old one."""
        rows = type(before).objects.filter(pk=before.pk, version__lte=before.version)
        rows.update(version=before.version + 1)

    def _keep_address(self, request, before):
        """Going back to an old slug changes an address like any other change."""
        after = self.get_object(request, before.pk)
        if after and after.slug != before.slug and before.was_public:
            after.remember_slug(before.slug)


class ClosedTermAdmin(VersionedAdmin):
    """Terms of a closed vocabulary: their texts change, they do not."""

    list_display_links = ["name"]
    readonly_fields = ["name", "slug", "position"]
    search_fields = ["name"]
    ordering = ["position"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
