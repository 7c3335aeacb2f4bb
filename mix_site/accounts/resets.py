"""A forgotten password: asked for, mailed, chosen again."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from mix_site.accounts import mail
from mix_site.accounts.events import Kind, client_address, fingerprint, record
from mix_site.models import AccessEvent

# In an hour: from one network, and for one mailbox.
LIMIT_PER_ADDRESS = 5
LIMIT_PER_MAILBOX = 3


def ask(request, email):
    """Register that a new password was asked for; return whether it may be sent.

    Whoever exists and whoever does not are counted alike. Each asks first and is
    counted then: many at the same moment do not slip through together.
    """
    record(Kind.RESET_ASKED, request, typed=email)
    asked = AccessEvent.objects.within(hours=1).filter(kind=Kind.RESET_ASKED)
    address = client_address(request)
    near = asked.filter(address=address).count() if address else 0
    same = asked.filter(fingerprint=fingerprint(email)).count()
    return near <= LIMIT_PER_ADDRESS and same <= LIMIT_PER_MAILBOX


def send_link(email):
    """Mail a link to whoever has this address and a password to forget."""
    users = get_user_model().objects.filter(email__iexact=email, is_active=True)
    for user in users:
        if user.has_usable_password():
            subject = "Una nuova password per la redazione di Mix"
            mail.write(user, subject, "reset", link=_link(user))


def _link(user):
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("admin:password-choose", args=[uid, token])
