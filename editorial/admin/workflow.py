"""The way of a text at the desk: buttons that name the state they lead to.

What was typed is saved first, then the move is tried: when something is missing the
text is safe, and the form says in one list what to add. Only what is public already
is not saved at all when that would leave it worse than it was.
"""

from collections import Counter
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from reversion import create_revision, set_comment, set_user

from editorial.admin.moving import FUTURE_MOMENT, MovingForm
from editorial.admin.way import list_of_problems, way_of
from editorial.dates import since
from editorial.publishing import State
from editorial.roles import is_editor
from editorial.workflow import (
    Incomplete,
    NotTheirs,
    Refused,
    desk_address,
    may_edit,
    move,
)

# In the address of the form: say what is missing, somebody has just asked for more.
MISSING = "manca"
SAVE = "_save"
SCHEDULED = "È già programmata, e resta così: per farla uscire adesso apri la pagina."
PUBLICATION = ("Pubblicazione", {"fields": ["published_at"]})
DONE = {
    "hand-in": "«{}» è in redazione. Se c’è qualcosa da cambiare, ti arriva una mail.",
    "ask": "La richiesta è partita: «{}» è di nuovo in mano a chi l’ha scritta.",
    "publish": "Fatto: «{}» è pubblicata.",
    "withdraw": "Fatto: «{}» non si vede più sul sito.",
    "to-draft": "«{}» è di nuovo una bozza.",
}


class WorkflowAdmin(admin.ModelAdmin):
    """For Publishables, before the classes that store and show them."""

    change_form_template = "admin/publishable_change_form.html"
    actions = ["publish_chosen"]

    # --- Who may write, and what the form has -----------------------------------

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        # A form sent too late is refused by the form, which keeps what was typed.
        is_answer = getattr(request, "is_answer", False)
        return allowed and (obj is None or is_answer or may_edit(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_edit(request.user, obj))

    def has_publish_permission(self, request):
        return is_editor(request.user) and self.has_change_permission(request)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if is_editor(request.user):
            return fieldsets
        return [part for part in fieldsets if part[0] != PUBLICATION[0]]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        bases = (MovingForm, form)
        return type(form)(form.__name__, bases, {"request": request})

    # --- What is opened ---------------------------------------------------------

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None:
            return None
        if self._lock(request, row):
            row = super().get_object(request, object_id, from_field)
        if row and hasattr(request, "kept_state"):
            request.kept_state(row)
            row._remember_loaded(("state", "published_at"))
        if row and row.state == State.PUBLISHED and not hasattr(request, "lacked"):
            request.lacked = _sentences(row) if request.method == "POST" else None
        return row or None

    def _lock(self, request, row):
        """From here to the end of the request nobody else moves it."""
        in_transaction = transaction.get_connection().in_atomic_block
        if request.method != "POST" or hasattr(request, "locked") or not in_transaction:
            return False
        rows = self.model._base_manager.select_for_update().filter(pk=row.pk)
        request.locked = list(rows.values_list("pk"))
        return True

    # --- What is sent -----------------------------------------------------------

    def _answer(self, request, view):
        """Answer with `view`; what is refused while it is saved is said by the form.

        All that it wrote is undone, its version in the history too: this stands
        around the revision. The second time the form knows and saves nothing.
        """
        if request.method != "POST":
            return view()
        request.is_answer = True
        try:
            return view()
        except NotTheirs as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            request.refusal = refusal
            vars(request).pop("locked", None)
        return view()

    def add_view(self, request, form_url="", extra_context=None):
        view = partial(super().add_view, request, form_url, extra_context)
        return self._answer(request, view)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        view = super().change_view
        return self._answer(
            request, partial(view, request, object_id, form_url, extra_context)
        )

    def revision_view(self, request, object_id, version_id, extra_context=None):
        """Going back to an old text is no move: the state stays the one of today."""
        row = self.get_object(request, unquote(object_id))
        if row is not None:
            today = {"state": row.state, "published_at": row.published_at}
            request.kept_state = lambda old: vars(old).update(today)
        view = super().revision_view
        return self._answer(
            request, partial(view, request, object_id, version_id, extra_context)
        )

    def recover_view(self, request, version_id, extra_context=None):
        """What comes back from the bin is a draft, whatever it was."""
        request.kept_state = lambda old: vars(old).update(state=State.DRAFT)
        view = partial(super().recover_view, request, version_id, extra_context)
        return self._answer(request, view)

    def save_model(self, request, obj, form, change):
        request.moving = form
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._respond(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request, obj):
        return self._respond(request, obj) or super().response_change(request, obj)

    def _respond(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return None
        self._refuse_worse(request, obj)
        verb = request.moving.verb
        if verb is None and SAVE not in request.POST:
            return None
        if verb is None:
            said = f"Salvato: «{obj}» ({obj.state_label.lower()})."
            self.message_user(request, said, messages.SUCCESS)
            return self._back_to_form(request, obj)
        return self._move(request, obj, verb)

    def _refuse_worse(self, request, obj):
        """What anybody can read stays at least as complete as it was."""
        lacked = getattr(request, "lacked", None)
        if lacked is None:
            return
        stored = self.model._default_manager.get(pk=obj.pk)
        left = Counter(_sentences(stored)) - Counter(lacked)
        if left:
            missing = [entry for entry in stored.missing() if entry[1] in left]
            raise Incomplete(missing, "Non è stata salvata: è già pubblicata.")

    def _move(self, request, obj, verb):
        form = request.moving
        try:
            note = form.cleaned_data["note"]
            move(obj, verb.to, request.user, note=note, at=form.moment)
        except Incomplete:
            said = f"Salvato. Per premere «{verb.label}» manca ancora qualcosa."
            self.message_user(request, said, messages.WARNING)
            return self._back_to_form(request, obj, f"?{MISSING}=1")
        self.message_user(request, _told(verb, obj), messages.SUCCESS)
        return self.response_post_save_change(request, obj)

    def _back_to_form(self, request, obj, query=""):
        filters = self.get_preserved_filters(request)
        known = {"preserved_filters": filters, "opts": self.opts}
        return HttpResponseRedirect(
            add_preserved_filters(known, desk_address(obj) + query)
        )

    # --- What is shown ----------------------------------------------------------

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        is_old_version = "revert" in context or "recover" in context
        if not (context["is_popup"] or is_old_version):
            context["way"] = way_of(request.user, obj or self.model(), context)
            context["problems"] = list_of_problems(request, context, obj)
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    @admin.action(description="Pubblica", permissions=["publish"])
    def publish_chosen(self, request, queryset):
        """Publish each that is complete; say of the others what they lack."""
        for row in self.model._base_manager.filter(
            pk__in=queryset.values("pk")
        ).order_by("pk"):
            try:
                _publish(row, request.user)
            except Incomplete as refusal:
                self.message_user(
                    request, _lacking(row, refusal.missing), messages.WARNING
                )
            except Refused as refusal:
                said = f"«{row}»: {refusal.sentence}"
                self.message_user(request, said, messages.WARNING)
            else:
                self.message_user(request, DONE["publish"].format(row))


def _publish(row, user):
    """Publish `row` now, in a revision of its own: going back takes it back alone."""
    if row.published_at and row.published_at > timezone.now():
        raise Refused(SCHEDULED if row.is_scheduled else FUTURE_MOMENT)
    with create_revision():
        set_user(user)
        set_comment("Pubblicata dall’elenco.")
        move(row, State.PUBLISHED, user)


def _sentences(row):
    return [sentence for _, sentence in row.missing()]


def _told(verb, obj):
    if verb.name == "schedule":
        return f"«{obj}» si vedrà sul sito {since(obj.published_at)}."
    if verb.name == "publish" and obj.is_public:
        link = '{} <a href="{}">Vedi la pagina</a>'
        return format_html(link, DONE["publish"].format(obj), obj.get_absolute_url())
    return DONE[verb.name].format(obj)


def _lacking(row, missing):
    link = '<a href="{}?{}=1">«{}»</a> non è pubblicata: {}'
    said = " ".join(sentence for _, sentence in missing)
    return format_html(link, desk_address(row), MISSING, row, said)
