"""What the Amministrazione does with a colleague's access, in the admin of users."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django_otp.plugins.otp_totp.models import TOTPDevice

from mix_site.accounts import invitations, second_factor
from mix_site.accounts.events import Kind, record
from mix_site.accounts.forms import InvitationForm
from mix_site.accounts.sessions import end_sessions, sessions_of
from mix_site.accounts.views import tell, tell_of_password


class AccountAdmin:
    """For the bases of the admin of users: they are invited, never given a password."""

    add_form = InvitationForm
    add_fieldsets = [
        (
            None,
            {"fields": ["email", "first_name", "last_name", "role", "projects"]},
        )
    ]
    list_display = ["username", "full_name", "email", "role", "access", "has_phone"]

    def get_queryset(self, request):
        phones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        users = super().get_queryset(request).annotate(verifies=Exists(phones))
        return users.select_related("invitation").prefetch_related("groups")

    @admin.display(description="nome e cognome", ordering="last_name")
    def full_name(self, user):
        return user.get_full_name() or "—"

    @admin.display(description="ruolo")
    def role(self, user):
        return ", ".join(group.name for group in user.groups.all()) or "—"

    @admin.display(description="accesso")
    def access(self, user):
        return state_of(user)

    @admin.display(description="due passaggi", boolean=True, ordering="verifies")
    def has_phone(self, user):
        return user.verifies

    # --- A new colleague ---------------------------------------------------------

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            self.invite(request, form.instance)

    def invite(self, request, user):
        invitation = invitations.renew(user, request.user)
        record(Kind.INVITED, request, user, by=request.user)
        # A slow mail server must not keep the database waiting.
        transaction.on_commit(partial(self.send_invitation, request, invitation))

    def send_invitation(self, request, invitation):
        if invitations.send(invitation):
            sent = f"L’invito è partito per {invitation.user.email}: vale fino a"
            messages.success(request, f"{sent} {invitation.last_day}.")
        else:
            messages.warning(
                request,
                "L’invito non è partito: la posta non risponde. Riprova tra poco con"
                " «Manda di nuovo l’invito».",
            )

    # --- What can be done about an access ------------------------------------------

    def get_urls(self):
        act = self.admin_site.admin_view(self.act)
        pattern = "<path:object_id>/accesso/<slug:what>/"
        return [path(pattern, act, name="auth_user_access"), *super().get_urls()]

    def act(self, request, object_id, what):
        """One of the buttons below a user's form; only ever by POST."""
        user = self.get_object(request, unquote(object_id))
        action = ACTIONS.get(what)
        if user is None or action is None or request.method != "POST":
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        done = action(self, request, user)
        if done:
            self.log_change(request, user, done)
            messages.success(request, done)
        return redirect("admin:auth_user_change", user.pk)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and self.has_change_permission(request, obj):
            context["account"] = {
                "state": state_of(obj),
                "is_invited": not obj.has_usable_password(),
                "open_invitation": open_invitation(obj),
                "phone": second_factor.phone_of(obj),
                "sessions": len(sessions_of(obj)),
                "events": obj.access_events.all()[:10],
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            tell_of_password(request, self.get_object(request, unquote(id)))
        return response


def open_invitation(user):
    """Return the user's invitation if its link still works."""
    invitation = getattr(user, "invitation", None)
    return invitation if invitation and invitation.is_open else None


def state_of(user):
    """Return in words whether a colleague can come in."""
    if not user.is_active:
        return "disattivato"
    if user.has_usable_password():
        return "attivo"
    invitation = open_invitation(user)
    if invitation:
        return f"invitato, fino a {invitation.last_day}"
    return "senza invito valido"


def _invite(model_admin, request, user):
    if user.has_usable_password():
        messages.error(request, "Questa persona ha già scelto la sua password.")
        return ""
    model_admin.invite(request, user)
    return "Invito mandato di nuovo: i link di prima non valgono più."


def _withdraw(model_admin, request, user):
    invitations.withdraw(user)
    record(Kind.INVITATION_WITHDRAWN, request, user, by=request.user)
    return "Invito ritirato: il link non vale più."


def _end_sessions(model_admin, request, user):
    is_self = user.pk == request.user.pk
    end_sessions(user, but=request.session.session_key if is_self else None)
    record(Kind.SESSIONS_ENDED, request, user, by=request.user)
    return "Le sessioni sono chiuse: per continuare dovrà entrare di nuovo."


def _reset_second_factor(model_admin, request, user):
    if user.pk == request.user.pk:
        messages.error(request, "La tua verifica la azzera un’altra persona.")
        return ""
    second_factor.remove_devices(user)
    end_sessions(user)
    record(Kind.DEVICE_RESET, request, user, by=request.user)
    tell(user, "la verifica in due passaggi è stata azzerata dall’amministrazione")
    return "Verifica in due passaggi azzerata: la attiverà di nuovo entrando."


ACTIONS = {
    "invita": _invite,
    "ritira-invito": _withdraw,
    "chiudi-sessioni": _end_sessions,
    "azzera-verifica": _reset_second_factor,
}
