"""Earlier versions, and what was deleted."""

from contextlib import nullcontext

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.shortcuts import redirect
from reversion.admin import VersionAdmin

from editorial.addresses import Addressed
from editorial.admin.comparing import ComparingAdmin
from editorial.admin.house import HouseAdmin
from editorial.publishing import Publishable

TOGETHER = (
    "Questa versione non si può riprendere: fu salvata insieme ad altre pagine, e "
    "tornerebbero indietro anche quelle."
)


class VersionedAdmin(ComparingAdmin, HouseAdmin, VersionAdmin):
    """With history: earlier versions and what was deleted can come back."""

    history_latest_first = True

    def create_revision(self, request):
        # A revision is a transaction, and on SQLite a transaction is a writer.
        # What is done to several rows of a list is a revision for each of them.
        if request.method in ("GET", "HEAD") or hasattr(request, "is_of_list"):
            return nullcontext()
        return super().create_revision(request)

    def changelist_view(self, request, extra_context=None):
        request.is_of_list = True
        return super().changelist_view(request, extra_context)

    def log_change(self, request, obj, message):
        request.has_saved = True
        return super().log_change(request, obj, message)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        before = self.get_object(request, unquote(object_id))
        # What is refused can answer with a redirect, too.
        request.has_saved = False
        response = super().revision_view(request, object_id, version_id, extra_context)
        is_restored = request.has_saved and response.status_code == 302
        if is_restored and isinstance(before, Addressed):
            self._keep_address(request, before)
        if is_restored and isinstance(before, Publishable):
            self._go_on_counting(before)
        return response

    def _reversion_revisionform_view(self, request, version, *args):
        """Shared by going back and by recovery, once both have let it pass."""
        if _holds_other_pages(version):
            messages.warning(request, TOGETHER)
            name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
            return redirect(f"{self.admin_site.name}:{name}")
        return super()._reversion_revisionform_view(request, version, *args)

    def _go_on_counting(self, before):
        """An old text that is taken up again is a new version, not an old one."""
        rows = type(before).objects.filter(pk=before.pk, version__lte=before.version)
        rows.update(version=before.version + 1)

    def _keep_address(self, request, before):
        """Going back to an old slug changes an address like any other change."""
        after = self.get_object(request, before.pk)
        if after and after.slug != before.slug and before.was_public:
            after.remember_slug(before.slug)


def _holds_other_pages(version):
    """Whether pages were saved with it that are neither it nor a part of it."""
    together = version.revision.version_set.exclude(pk=version.pk)
    models = {other._model for other in together} - {None}
    return any(issubclass(model, Publishable) for model in models)


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
