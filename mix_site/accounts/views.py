from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from editorial.notices import notify
from mix_site.accounts import invitations, mail, resets, second_factor
from mix_site.accounts.doors import (
    after_password,
    next_address,
    only_signed_in,
    too_many,
    too_many_codes,
)
from mix_site.accounts.events import Kind, record
from mix_site.accounts.forms import (
    EmailForm,
    PhoneCodeForm,
    RecoveryCodeForm,
)
from mix_site.accounts.sessions import end_sessions, sessions_of

PAGES = "mix_site/accounts"
WRONG_FIRST_CODE = (
    "Questo codice non è quello che ci aspettiamo. Aspetta il prossimo; se non va,"
    " controlla che l’ora del telefono sia automatica."
)

# --- Forgotten passwords ---------------------------------------------------------


def forgotten(request):
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not resets.ask(request, email):
            return too_many(request, "un’ora")
        # Who exists is looked for when the answer has left: it tells nothing.
        response = redirect("admin:password-asked")
        mail.after_answer(response, resets.send_link, email)
        return response
    context = {"form": form, "title": "Hai dimenticato la password?"}
    return render(request, f"{PAGES}/forgotten.html", context)


@require_safe
def asked(request):
    return render(request, f"{PAGES}/asked.html", {"title": "Controlla la tua posta"})


class ChoosePassword(PasswordResetConfirmView):
    """Django's: the link works once, and leaves the address bar at once."""

    template_name = f"{PAGES}/choose_password.html"
    success_url = reverse_lazy("admin:password-chosen")

    def form_valid(self, form):
        response = super().form_valid(form)
        tell_of_password(self.request, self.user)
        return response


@require_safe
def chosen(request):
    return render(request, f"{PAGES}/chosen.html", {"title": "La password è pronta"})


def tell_of_password(request, user):
    """Register that a password was changed, and tell its owner by mail."""
    record(Kind.PASSWORD_CHANGED, request, user)
    what = "la password del tuo accesso è stata cambiata"
    tell(user, what)


def tell(user, what):
    """Tell a colleague by mail what has changed in their account."""
    subject = "Il tuo accesso alla redazione di Mix"
    notify([user], subject, f"{PAGES}/mail/changed.txt", what=what)


# --- Invitations -----------------------------------------------------------------


@sensitive_post_parameters()
def invitation(request, token):
    found = invitations.find(token)
    if found is None:
        context = {"title": "L’invito non vale più"}
        return render(request, f"{PAGES}/invitation_over.html", context, status=410)
    form = SetPasswordForm(found.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and invitations.accept(found):
        form.save()
        record(Kind.INVITATION_ACCEPTED, request, found.user)
        return redirect("admin:password-chosen")
    context = {"form": form, "invitation": found, "title": "Scegli la tua password"}
    return render(request, f"{PAGES}/invitation.html", context)


# --- The second factor -----------------------------------------------------------


@after_password
def verify_phone(request):
    return _verify(request, second_factor.phone_of, PhoneCodeForm, "verify_phone")


@after_password
def verify_recovery(request):
    return _verify(request, second_factor.paper_of, RecoveryCodeForm, "verify_recovery")


def _verify(request, device_of, form_class, page):
    """Ask for a code until it is right; too many wrong ones close the door."""
    device = device_of(request.known)
    if request.user.is_authenticated or device is None:
        return redirect(next_address(request))
    form = form_class(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and not second_factor.is_locked(request, request.known):
        refusal = second_factor.try_code(request, device, form.cleaned_data["code"])
        if not refusal:
            return redirect(next_address(request))
        form.add_error("code", refusal)
    if second_factor.is_locked(request, request.known):
        return too_many_codes(request)
    context = {"form": form, "next": next_address(request), "title": "Un ultimo passo"}
    return render(request, f"{PAGES}/{page}.html", context)


@sensitive_post_parameters()
@after_password
def new_phone(request):
    user = request.known
    if second_factor.phone_of(user) and not request.user.is_authenticated:
        return redirect("admin:verify")
    new = second_factor.enrolment(user, request.POST.get("key", ""))
    form = PhoneCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = second_factor.add_phone(new, form.cleaned_data["code"])
        if device:
            return _enrolled(request, user, device)
        form.add_error("code", WRONG_FIRST_CODE)
    return _ask_first_code(request, new, form)


def _ask_first_code(request, new, form):
    context = {
        "form": form,
        "new": new,
        "is_required": second_factor.is_required(new.user),
        "next": next_address(request),
        "title": "La verifica in due passaggi",
    }
    return render(request, f"{PAGES}/new_phone.html", context)


def _enrolled(request, user, device):
    """The phone is known: whoever came in without it comes in again."""
    second_factor.let_in(request, user, device)
    end_sessions(user, but=request.session.session_key)
    record(Kind.DEVICE_ADDED, request, user)
    tell(user, "la verifica in due passaggi è attiva, con un telefono nuovo")
    return _show_codes(request, second_factor.renew_recovery_codes(user))


def _show_codes(request, codes):
    """The only answer that ever shows recovery codes."""
    context = {
        "codes": codes,
        "next": next_address(request),
        "title": "I tuoi codici di recupero",
    }
    return render(request, f"{PAGES}/recovery_codes.html", context)


@require_POST
@only_signed_in
def new_recovery_codes(request):
    if second_factor.phone_of(request.user) is None:
        return redirect("admin:second-factor")
    codes = second_factor.renew_recovery_codes(request.user)
    record(Kind.RECOVERY_RENEWED, request, request.user)
    tell(request.user, "ci sono nuovi codici di recupero: i vecchi non valgono più")
    return _show_codes(request, codes)


# --- One's own access --------------------------------------------------------------


@require_safe
@only_signed_in
def overview(request):
    user = request.user
    context = {
        "phone": second_factor.phone_of(user),
        "codes_left": second_factor.recovery_codes_left(user),
        "is_required": second_factor.is_required(user),
        "other_sessions": len(sessions_of(user)) - 1,
        "events": user.access_events.all()[:10],
        "title": "Il tuo accesso",
    }
    return render(request, f"{PAGES}/overview.html", context)


@require_POST
@only_signed_in
def end_other_sessions(request):
    end_sessions(request.user, but=request.session.session_key)
    record(Kind.SESSIONS_ENDED, request, request.user)
    messages.success(request, "Le altre sessioni sono chiuse.")
    return redirect("admin:second-factor")


@require_POST
def leave(request):
    """Who turns back at the code: not in yet, so the drafts in the browser stay."""
    logout(request)
    return redirect("admin:login")
