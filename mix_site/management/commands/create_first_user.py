"""Create the first member of staff, so that a new site can be entered."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.crypto import get_random_string

USERNAME = "redazione"
# Without the characters that look alike when copied from a screen.
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
MESSAGE = """
Primo accesso alla redazione (la password si vede soltanto adesso):
  indirizzo  {address}
  nome       {username}
  password   {password}
"""


class Command(BaseCommand):
    help = "Crea il primo utente della redazione, se non c'è ancora nessuno."

    def handle(self, *args, **options):
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        if users.filter(username=USERNAME).exists():
            self.stderr.write(
                f"«{USERNAME}» esiste e non è amministratore: nessun utente creato."
                " Usa «manage.py createsuperuser»."
            )
            return
        password = get_random_string(20, ALPHABET)
        users.create_superuser(USERNAME, password=password)
        address = settings.SITE_URL + reverse("admin:index")
        self.stdout.write(
            MESSAGE.format(address=address, username=USERNAME, password=password)
        )
