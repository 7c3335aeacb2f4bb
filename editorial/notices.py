"""Mails to whoever works on the site: written here, sent when all is saved."""

import logging
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context
from django.template.loader import get_template

logger = logging.getLogger(__name__)


def notify(users, subject, template, **context):
    """Write the same mail to each of these users, when the transaction is committed.

    `template` is the path of a plain text template; it also gets `user` and
    `site_url`. Who is not active or has no address is left out. A mail server that
    is away is logged, and never stops what an editor does.
    """
    for user in users:
        if user.is_active and user.email:
            message = composed(user, subject, template, **context)
            transaction.on_commit(partial(send, message), robust=True)


def composed(user, subject, template, **context):
    """Return the mail that `notify` writes to one user, ready to be sent."""
    values = {"user": user, "site_url": settings.SITE_URL, **context}
    # Nothing is escaped: a name with an apostrophe is read as it is written.
    plain = Context(values, autoescape=False)
    text = get_template(template).template.render(plain)
    return EmailMessage(" ".join(subject.split()), text, to=[user.email])


def send(message):
    """Send a mail now; return whether the mail server took it."""
    try:
        message.send()
    except OSError:
        logger.exception("Notice not sent: %s", message.subject)
        return False
    return True
