"""Two people in one form: the second to save is asked, and neither loses a word."""

from hashlib import sha256
from http import HTTPStatus

from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.template.response import TemplateResponse
from django.urls import reverse

from editorial.admin.authors import ONESELF, author_of, saves_since
from editorial.admin.merging import merged
from editorial.admin.rescue import DRAFT
from editorial.admin.resuming import RESUME, is_resumed
from editorial.admin.snapshots import of_forms, stored, typed, unpacked
from editorial.differences import differences
from editorial.publishing import Publishable

# What the form carries: the version it shows, and how that version reads.
SEEN, BASE = "_seen", "_base"
OWN_KEYS = {IS_POPUP_VAR, TO_FIELD_VAR}
# Written by something else than a form.
UNCOUNTED = {"last_login"}


def version_of(obj):
    """Return what tells one state of `obj` from another, as a short text."""
    if isinstance(obj, Publishable):
        return str(obj.version)
    meta = obj._meta
    state = [
        (field.attname, str(field.value_from_object(obj)))
        for field in meta.concrete_fields
        if field.name not in UNCOUNTED
    ]
    for field in meta.many_to_many:
        keys = getattr(obj, field.name).values_list("pk", flat=True)
        state.append((field.name, sorted(str(key) for key in keys)))
    return sha256(repr(state).encode()).hexdigest()[:32]


class ConflictAdmin:
    """Refuses to save over a version that this person has not seen."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        above = super().changeform_view
        if request.method != "POST" or object_id is None or is_looked_after(request):
            return above(request, object_id, form_url, extra_context)
        with transaction.atomic(using=router.db_for_write(self.model)):
            current = self._locked(request, object_id)
            if current is None:
                return self._missing(request, object_id) or above(
                    request, object_id, form_url, extra_context
                )
            answer = request.POST.get(RESUME)
            if answer in ("theirs", "compare"):
                return self._compared(request, current, answer)
            if request.POST.get(SEEN) != version_of(current):
                return self._compared(request, current, "conflict")
            return above(request, object_id, form_url, extra_context)

    def _locked(self, request, object_id):
        """The row, read after whoever was writing it has finished; else None.

        Also None when this person may not change it: what comes next refuses them.
        """
        found = self.get_object(request, unquote(object_id))
        if found is None or not self.has_change_permission(request, found):
            return None
        rows = self.model._base_manager.select_for_update()
        rows.filter(pk=found.pk).values_list("pk").first()
        return self.get_object(request, unquote(object_id))

    def _missing(self, request, object_id):
        """What to answer about a row that was deleted while somebody wrote in it."""
        may_keep = SEEN in request.POST and self.has_add_permission(request)
        if may_keep and self._is_gone(unquote(object_id)):
            return self._compared(request, None, "gone")
        return None

    def _is_gone(self, pk):
        try:
            return not self.model._base_manager.filter(pk=pk).exists()
        except (ValueError, OverflowError, ValidationError):
            return False

    def _compared(self, request, current, question):
        theirs = stored(self, request, current)
        mine = typed(request.POST, theirs)
        # Of what was deleted nothing is left to give way to.
        base = unpacked(request.POST.get(BASE, ""), theirs) if current else None
        saves = saves_since(current, _number(request.POST.get(SEEN))) if current else []
        who = author_of(saves, request.user)
        notes = _Notes(mine.entries(), theirs.entries(), base, who)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": current,
            "title": TITLES[question],
            "question": question,
            "who": who,
            "is_oneself": who == ONESELF,
            "saves": saves,
            "differences": differences(theirs.entries(), mine.entries(), notes),
            **self._sent_back(
                request, current, merged(request.POST, mine, theirs, base)
            ),
            "seen": version_of(current) if current else "",
            "base": theirs.packed(),
        }
        status = HTTPStatus.CONFLICT if question in REFUSALS else HTTPStatus.OK
        template = "editorial/conflict.html"
        return TemplateResponse(request, template, context, status=status)

    def _sent_back(self, request, current, data):
        """What the buttons of the page send, and where to."""
        return {
            "kept": [(name, v) for name, values in _sent(data) for v in values],
            "draft": request.POST.get(DRAFT, ""),
            "had_files": bool(request.FILES),
            "address": self._address(request, current),
        }

    def _address(self, request, current):
        if current is not None:
            return request.get_full_path()
        meta = self.opts
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_add")

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        context.setdefault("seen", self._seen(request, obj))
        context.setdefault("base", self._base(request, context, obj))
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def _seen(self, request, obj):
        if request.method == "POST":
            return request.POST.get(SEEN, "")
        return version_of(obj) if obj else ""

    def _base(self, request, context, obj):
        if request.method == "POST":
            return request.POST.get(BASE, "")
        if obj is None or not self.has_change_permission(request, obj):
            return ""
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        return of_forms(context["adminform"].form, formsets).packed()


TITLES = {
    "conflict": "Qualcuno ha salvato prima di te",
    "gone": "Qualcuno ha eliminato quello che stavi scrivendo",
    "theirs": "Il tuo testo, da copiare",
    "compare": "Il tuo testo e quello salvato",
}


# Asked by nobody: something was sent, and could not be saved.
REFUSALS = ("conflict", "gone")


def is_looked_after(request):
    """Whether nothing is going to be saved, or an old version on purpose."""
    kinds = ("is_going_back", "is_preview")
    return is_resumed(request) or any(getattr(request, kind, False) for kind in kinds)


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _sent(data):
    """Every field of the form, without buttons and what only this page was told."""
    hidden = ("csrfmiddlewaretoken", SEEN, BASE)
    return [
        (name, values)
        for name, values in data.lists()
        if name not in hidden and (not name.startswith("_") or name in OWN_KEYS)
    ]


class _Notes:
    """Says of a difference who made it, where the opened version is known."""

    def __init__(self, mine, theirs, base, who):
        self.mine, self.theirs, self.who = mine, theirs, who
        self.base = base.entries() if base else None

    def __call__(self, key):
        if self.base is None:
            return ""
        mine, theirs = self.mine.get(key), self.theirs.get(key)
        base = self.base.get(key)
        if mine is None:
            return "L’hai tolta tu." if base else f"Aggiunta da {self.who}: resta."
        if theirs is None:
            return f"Tolta da {self.who}." if base else "Aggiunta da te."
        if mine.says(base):
            return f"Cambiato da {self.who}; tu non l’hai toccato: resta così."
        if theirs.says(base):
            return "Cambiato solo da te."
        return "Cambiato da entrambi: con la tua versione resta il tuo."
