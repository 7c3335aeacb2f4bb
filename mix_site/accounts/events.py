"""The register of sign-ins, and the limits that are counted on it."""

import ipaddress
import json
import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from mix_site.models import AccessEvent

logger = logging.getLogger("mix.security")

Kind = AccessEvent.Kind


def client_address(request):
    """Return the visitor's address as text, or None when nobody trusted says it.

    Each of our PROXY_COUNT proxies writes the address it sees at the end of
    X-Forwarded-For; whatever stands before those is the visitor's invention.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        told = forwarded[max(len(forwarded) - settings.PROXY_COUNT, 0)]
    try:
        # Without a zone, which PostgreSQL does not store.
        address = ipaddress.ip_address(told.strip().partition("%")[0])
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)


def fingerprint(typed):
    """Return a keyed hash that tells two typed texts apart without keeping them."""
    key = salted_hmac("mix.accounts", typed.strip().casefold(), algorithm="sha256")
    return key.hexdigest()


def record(kind, request, user=None, by=None, typed=""):
    """Write one line of the register and of the log; return the row.

    `typed` is what a stranger wrote to be recognised: only its hash is kept.
    """
    row = AccessEvent.objects.create(
        kind=kind,
        user=user,
        name=user.get_username() if user else "",
        by=by,
        address=client_address(request) if request else None,
        fingerprint=fingerprint(typed) if typed else "",
    )
    # As JSON: no name can end the line and begin another.
    said = {
        "event": str(kind),
        "at": row.at.isoformat(),
        "user": row.name,
        "by": by.get_username() if by else "",
        "address": row.address,
    }
    logger.info(json.dumps(said))
    return row


def forget_old():
    """Delete what is older than ACCESS_LOG_DAYS."""
    kept_from = timezone.now() - timedelta(days=settings.ACCESS_LOG_DAYS)
    AccessEvent.objects.filter(at__lt=kept_from).delete()
