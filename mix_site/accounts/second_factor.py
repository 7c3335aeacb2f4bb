"""The second factor: a code from the phone, or one of ten on paper."""

import time
from base64 import b32encode
from binascii import unhexlify
from dataclasses import dataclass
from itertools import takewhile
from math import ceil

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django_otp import login as remember_device
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from editorial.qr import qr_code
from editorial.roles import is_administrator, is_editor
from mix_site.accounts.events import Kind, client_address, fingerprint, record
from mix_site.models import AccessEvent

SALT = "mix.accounts.second-factor"
KEY_SECONDS = 60 * 60
RECOVERY_CODES = 10
# Wrong codes in a quarter of an hour: of one person, and from one address.
LIMIT_PER_USER = 5
LIMIT_PER_ADDRESS = 15
MINUTES = 15


# --- Who needs it --------------------------------------------------------------


def is_required(user):
    """Whether they may not work without a second factor."""
    is_powerful = is_editor(user) or is_administrator(user)
    return settings.REQUIRE_SECOND_FACTOR and is_powerful


def phone_of(user):
    """Return the user's confirmed TOTP device, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def paper_of(user):
    """Return the device of the user's recovery codes, or None."""
    return StaticDevice.objects.filter(user=user, confirmed=True).first()


def needs_code(user):
    """Whether they gave the password alone, and that is not enough."""
    if not user.is_authenticated or user.is_verified():
        return False
    return is_required(user) or phone_of(user) is not None


# --- A new device --------------------------------------------------------------


@dataclass(frozen=True)
class Enrolment:
    """A phone that is being added: nothing is stored before its code comes back.

    `key` is the secret in hexadecimal; `signed` carries it through the form.
    """

    user: object
    key: str
    signed: str

    @property
    def device(self):
        return TOTPDevice(user=self.user, name="telefono", key=self.key)

    @property
    def drawing(self):
        return qr_code(self.device.config_url)

    @property
    def letters(self):
        """The secret for whoever types it by hand, in groups of four."""
        text = b32encode(unhexlify(self.key)).decode()
        return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def enrolment(user, signed=""):
    """Return the enrolment of a form, or a new one if that is not theirs or too old."""
    try:
        owner, key = signing.loads(signed, salt=SALT, max_age=KEY_SECONDS)
    except signing.BadSignature:
        owner, key = None, None
    if owner != user.pk:
        key = random_hex(20)
        signed = signing.dumps([user.pk, key], salt=SALT)
    return Enrolment(user, key, signed)


def add_phone(new, code):
    """Make the phone that shows `code` its user's only one; None if it is wrong."""
    clock = TOTP(unhexlify(new.key))
    clock.time = time.time()
    if not clock.verify(int(code), tolerance=1):
        return None
    device = new.device
    # The code that confirmed it opens nothing any more.
    device.last_t, device.drift = clock.t(), clock.drift
    with transaction.atomic():
        remove_devices(new.user)
        device.save()
    return device


def renew_recovery_codes(user):
    """Return ten new codes, to be shown once: only their hashes are kept."""
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="codici di recupero")
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=_kept(code)) for code in codes
        )
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user):
    """Return how many recovery codes are unused."""
    return StaticToken.objects.filter(device__user=user).count()


def remove_devices(user):
    """Take away phone and recovery codes: whoever had verified no longer has."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()


def _kept(code):
    return fingerprint(code)[:16]


# --- The step after the password -----------------------------------------------


def try_code(request, device, code):
    """Let its user in if `device` knows `code`; return what to say if it does not."""
    user = request.known
    wait = _seconds_to_wait(device)
    if wait:
        return f"Dopo un codice sbagliato bisogna aspettare: riprova tra {wait}."
    on_paper = isinstance(device, StaticDevice)
    token = _kept(code) if on_paper else code
    verified = verify_token(user, device.persistent_id, token)
    if verified is None:
        record(Kind.CODE_WRONG, request, user)
        return "Questo codice non è giusto, o è già stato usato. Prova con il prossimo."
    let_in(request, user, verified)
    record(Kind.RECOVERY_USED if on_paper else Kind.CODE_RIGHT, request, user)
    return ""


def let_in(request, user, device):
    """Remember in the session, with a new id, that `device` has verified the user."""
    request.user = user
    remember_device(request, device)
    request.session.cycle_key()


def _seconds_to_wait(device):
    """How long a device that was tried in vain refuses all codes: words, or none."""
    allowed, why = device.verify_is_allowed()
    if allowed:
        return ""
    seconds = max(1, ceil((why["locked_until"] - timezone.now()).total_seconds()))
    if seconds == 1:
        return "un secondo"
    return f"{seconds} secondi" if seconds < 120 else f"{ceil(seconds / 60)} minuti"


def is_locked(request, user):
    """Whether too many wrong codes came for this user or from this address."""
    recent = AccessEvent.objects.within(minutes=MINUTES)
    own = recent.filter(
        user=user, kind__in=[Kind.CODE_WRONG, Kind.CODE_RIGHT, Kind.RECOVERY_USED]
    )
    kinds = own.values_list("kind", flat=True)[:LIMIT_PER_USER]
    wrong = len(list(takewhile(Kind.CODE_WRONG.__eq__, kinds)))
    address = client_address(request)
    near = recent.filter(kind=Kind.CODE_WRONG, address=address)
    return wrong >= LIMIT_PER_USER or (
        address is not None and near.count() >= LIMIT_PER_ADDRESS
    )
