"""Invitations of new colleagues: who is invited chooses the first password."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string

from mix_site.accounts import mail
from mix_site.models import Invitation

SALT = "mix.accounts.invitation"


def renew(user, by):
    """Open an invitation for `user`; the links sent before lead nowhere any more."""
    values = {
        "by": by,
        "sent_at": timezone.now(),
        "nonce": get_random_string(40),
        "accepted_at": None,
        "withdrawn_at": None,
    }
    return Invitation.objects.update_or_create(user=user, defaults=values)[0]


def send(invitation):
    """Mail the link; return whether the mail server took it."""
    return mail.write(
        invitation.user,
        "Il tuo accesso alla redazione di Mix",
        "invitation",
        by=invitation.by,
        link=link_of(invitation),
        last_day=invitation.last_day,
    )


def link_of(invitation):
    """Return the absolute address where the invited person chooses a password."""
    token = signing.dumps([invitation.pk, invitation.nonce], salt=SALT)
    return settings.SITE_URL + reverse("admin:invitation", args=[token])


def find(token):
    """Return the open invitation of a link, or None whatever is wrong with it."""
    try:
        pk, nonce = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    invitation = Invitation.objects.select_related("user").filter(pk=pk).first()
    if invitation is None or not constant_time_compare(invitation.nonce, nonce):
        return None
    return invitation if invitation.is_open and invitation.user.is_active else None


def accept(invitation):
    """Use the invitation up; False if somebody was quicker."""
    unused = Invitation.objects.filter(pk=invitation.pk, nonce=invitation.nonce)
    return unused.update(nonce="", accepted_at=timezone.now()) == 1


def withdraw(user):
    """Close the user's invitation: its link leads nowhere any more."""
    Invitation.objects.filter(user=user, accepted_at=None).update(
        nonce="", withdrawn_at=timezone.now()
    )
