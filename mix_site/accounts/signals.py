"""What happens around every sign-in, wherever it was made."""

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db.models.signals import post_save

from mix_site.accounts.events import Kind, forget_old, record
from mix_site.accounts.gate import admit_again, start_session
from mix_site.accounts.sessions import end_sessions


def connect():
    """Called once, when all models are there."""
    user_logged_in.connect(_came_in, dispatch_uid="mix.came_in")
    user_login_failed.connect(_failed, dispatch_uid="mix.failed")
    user_locked_out.connect(_locked, dispatch_uid="mix.locked")
    user_logged_out.connect(_went_out, dispatch_uid="mix.went_out")
    post_save.connect(_saved, sender=get_user_model(), dispatch_uid="mix.saved")


def _came_in(sender, request, user, **kwargs):
    start_session(request.session)
    admit_again(request)
    record(Kind.SIGNED_IN, request, user)
    forget_old()
    request.session.clear_expired()


def _failed(sender, credentials, request=None, **kwargs):
    if not getattr(request, "axes_locked_out", False):
        _record_typed(Kind.FAILED, request, credentials.get("username"))


def _locked(sender, request, username, **kwargs):
    # Told when the door closes; what is tried at a closed door is not.
    if request.axes_failures_since_start == settings.AXES_FAILURE_LIMIT:
        _record_typed(Kind.LOCKED, request, username)


def _went_out(sender, request, user, **kwargs):
    known = user or getattr(request, "known", None)
    if known and known.is_authenticated:
        record(Kind.SIGNED_OUT, request, known)


def _saved(sender, instance, created, **kwargs):
    if not created and not instance.is_active:
        end_sessions(instance)


def _record_typed(kind, request, typed):
    users = get_user_model().objects
    user = users.filter(username=typed).first() if typed else None
    record(kind, request, user, typed="" if user else typed or "")
