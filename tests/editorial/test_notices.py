from smtplib import SMTPServerDisconnected

import pytest
from django.db import transaction

from editorial.notices import notify
from tests import builders

pytestmark = pytest.mark.django_db
TEMPLATE = "robots.txt"


@pytest.fixture
def written(django_capture_on_commit_callbacks):
    """Return a function that notifies some users, and commits."""

    def write(*users, subject="Una nota"):
        with django_capture_on_commit_callbacks(execute=True):
            notify(users, subject, TEMPLATE)

    return write


def test_everyone_gets_a_mail_of_their_own(written, mailoutbox):
    written(
        builders.make_user("anna", email="anna@example.org"),
        builders.make_user("bea", email="bea@example.org"),
    )
    assert [mail.to for mail in mailoutbox] == [
        ["anna@example.org"],
        ["bea@example.org"],
    ]


@pytest.mark.parametrize("values", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_written_to_is_left_out(written, mailoutbox, values):
    written(builders.make_user("anna", **{"email": "a@example.org"} | values))
    assert mailoutbox == []


def test_a_subject_of_two_lines_is_one_line(written, mailoutbox):
    written(builders.make_user("anna", email="a@example.org"), subject="Uno\nBcc: due")
    assert mailoutbox[0].subject == "Uno Bcc: due"


def test_nothing_is_sent_of_what_was_undone(mailoutbox):
    anna = builders.make_user("anna", email="a@example.org")
    with transaction.atomic():
        notify([anna], "Una nota", TEMPLATE)
        transaction.set_rollback(True)
    assert mailoutbox == []


def test_a_mail_server_that_is_away_stops_nobody(written, monkeypatch, caplog):
    def refuse(message):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    written(builders.make_user("anna", email="a@example.org"))
    assert "Notice not sent" in caplog.text
