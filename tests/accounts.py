"""What the tests of accounts share: colleagues, their phones, their mails."""

import re
import time
from base64 import b32decode
from urllib.parse import urlsplit

from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from editorial.roles import REDAZIONE
from tests.builders import make_user

PASSWORD = "otto-tazze-sul-davanzale"
NEW_PASSWORD = "sette-lampade-in-cantina"
KEY = "31" * 20


def make_colleague(username="ada", role=REDAZIONE, **values):
    """Make somebody who can sign in with PASSWORD."""
    values = {"email": f"{username}@esempio.it", "is_staff": True} | values
    user = make_user(username, password=PASSWORD, **values)
    if role:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def make_phone(user):
    """Make the confirmed device whose codes `code_now` gives."""
    return TOTPDevice.objects.create(user=user, name="telefono", key=KEY)


def code_now(letters="", steps=0):
    """Return the code that a phone shows: of KEY, or of what was typed by hand."""
    key = b32decode(letters.replace(" ", "")) if letters else bytes.fromhex(KEY)
    return f"{totp(key, t0=-30 * steps):06d}"


def wrong_code():
    """Return six digits that no phone with KEY shows around now."""
    near = {code_now(steps=step) for step in range(-3, 4)}
    return next(code for code in (f"{n}" * 6 for n in range(8)) if code not in near)


def sign_in(client, username="ada", password=PASSWORD, **extra):
    """Give name and password; return the answer."""
    data = {"username": username, "password": password}
    return client.post(reverse("admin:login"), data, **extra)


def is_in(client):
    """Whether the desk opens: asked at its lightest page."""
    return client.get(reverse("admin:second-factor")).status_code == 200


def link_in(message):
    """Return the path of the first link of a mail that goes below the desk."""
    found = re.search(r"https?://\S+/redazione/(?:password|invito)/\S+", message.body)
    return urlsplit(found[0]).path


def last_mail():
    return mail.outbox[-1]


def minutes_later(monkeypatch, minutes):
    """Move the clock that sessions read."""
    moment = time.time() + minutes * 60
    monkeypatch.setattr("mix_site.accounts.gate.time", lambda: moment)
