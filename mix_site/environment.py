"""The secret of a development machine: made once, kept in the ignored `.env`."""

import os

from django.utils.crypto import get_random_string

SECRET_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def ensure_development_secret(env_file):
    """Write a random SECRET_KEY into `env_file` unless it holds one already.

    The alphabet leaves out `$`, which django-environ would read as a reference.
    """
    present = env_file.read_text("utf-8") if env_file.exists() else ""
    if any(line.startswith("SECRET_KEY=") for line in present.splitlines()):
        return
    secret = get_random_string(64, SECRET_ALPHABET)
    descriptor = os.open(env_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
        newline = "\n" if present and not present.endswith("\n") else ""
        stream.write(f"{newline}SECRET_KEY={secret}\n")
