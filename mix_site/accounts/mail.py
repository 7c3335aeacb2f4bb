"""Mails about an account: plain text, one person each."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from editorial.notices import composed, send

logger = logging.getLogger(__name__)

# One after the other: a slow mail server never takes the threads that answer.
_postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postman")


def write(user, subject, template, **context):
    """Send one mail now; return whether the mail server took it."""
    path = f"mix_site/accounts/mail/{template}.txt"
    return send(composed(user, subject, path, **context))


def after_answer(response, work, *arguments):
    """Do some `work` when the answer has left, so that its time tells nothing."""
    response._resource_closers.append(lambda: in_background(work, *arguments))


def in_background(work, *arguments):
    """Hand some `work` over to the thread that sends mails."""
    _postman.submit(_alone, work, *arguments)


def _alone(work, *arguments):
    try:
        work(*arguments)
    except Exception:
        logger.exception("Work in the background failed")
    finally:
        connections.close_all()
