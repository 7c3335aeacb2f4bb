"""Take the pictures of docs/guida-redazione.md from a development site to throw away.

    MIX_ENV=development VAR_DIR=… .venv/bin/python -m tests.guide_pictures ADDRESS

Run it with the environment of the server, on a site with the first content and the
pictures of `tests.fill_pictures`. It writes users and texts of its own there.
"""

import os
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import django

from tests.fill_pictures import refuse_outside_development

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guida-redazione"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LONGEST = 1500
LOAD_NOW = "for (const i of document.images) i.loading = 'eager'"


def save(name, picture):
    """Keep a screenshot as a PNG of few colours, its far end cut off."""
    from PIL import Image

    with Image.open(BytesIO(picture)) as image:
        cut = image.convert("RGB").crop((0, 0, image.width, min(image.height, LONGEST)))
        cut.quantize(96).save(FOLDER / f"{name}.png", optimize=True)


def make_user(username, first_name, role, projects=()):
    from django.contrib.auth.models import Group, User

    user, _ = User.objects.get_or_create(
        username=username,
        defaults={"first_name": first_name, "is_staff": True},
    )
    user.groups.add(Group.objects.get(name=role))
    for project in projects:
        project.team.add(user)
    return user


def make_texts(project):
    """Write one chronicle in each state, and return the one with photographs."""
    from django.utils import timezone

    from chronicles.models import Chronicle
    from editorial.publishing import State
    from projects.models import Photo, Release

    week = timedelta(days=7)
    texts = [
        ("Un pranzo lungo tutta la via", State.DRAFT),
        ("Il muro del cortile cambia colore", State.REVIEW),
        ("Che cosa resta del laboratorio di cucina", State.CHANGES),
        ("La biblioteca sulla panchina", State.PUBLISHED),
    ]
    rows = []
    for number, (title, state) in enumerate(texts):
        at = timezone.now() + week if state == State.PUBLISHED else None
        values = {"title": title, "project": project, "state": state}
        values |= {"published_at": at, "body": "<p>Eravamo in trenta.</p>"}
        slug = f"esempio-{number}"
        rows.append(Chronicle.objects.get_or_create(slug=slug, defaults=values)[0])
    photos = Photo.objects.filter(project=project)[:2]
    for position, photo in enumerate(photos):
        use, _ = rows[0].photo_uses.get_or_create(photo=photo)
        use.alt, use.position = "Un tavolo lungo in mezzo alla via", position
        use.save()
    release, _ = Release.objects.get_or_create(
        code="ESEMPIO-2018-014",
        defaults={
            "project": project,
            "signed_on": timezone.localdate() - 4 * week,
            "valid_until": timezone.localdate() + 2 * week,
        },
    )
    return rows[0], release


def session_of(user):
    """Return the key of a new session of `user`, as after signing in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from mix_site.accounts.gate import start_session

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    start_session(session)
    session.save()
    return session.session_key


def take(browser, site, user, viewport, shots):
    """Take `shots`: (name, path, selector of the part or None for the page)."""
    from django.conf import settings

    context = browser.new_context(viewport=viewport, locale="it-IT")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
    context.add_cookies([cookie | {"url": site}])
    page = context.new_page()
    for name, path, selector in shots:
        page.goto(site + path)
        page.evaluate(LOAD_NOW)
        page.wait_for_load_state("networkidle")
        shot = page.locator(selector).first if selector else page
        save(name, shot.screenshot() if selector else shot.screenshot(full_page=True))
    context.close()


def main(site):
    refuse_outside_development()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="mix_site.settings", DJANGO_ALLOW_ASYNC_UNSAFE="true"
    )
    django.setup()
    from playwright.sync_api import sync_playwright

    from editorial.roles import EQUIPE, REDAZIONE
    from editorial.workflow import desk_address
    from projects.models import Project
    from tests import machine
    from tests.conftest import BROWSER_ARGUMENTS

    FOLDER.mkdir(parents=True, exist_ok=True)
    project = Project.objects.get(lot=2)
    writer = make_user("esempio-equipe", "Amina", EQUIPE, [project])
    editor = make_user("esempio-redazione", "Giulia", REDAZIONE)
    chronicle, release = make_texts(project)
    form = desk_address(chronicle)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=machine.chromium(), args=BROWSER_ARGUMENTS
        )
        phone = [
            ("equipe", "/redazione/", None),
            ("cronaca", form, None),
            ("foto", form, ".photo-uses"),
        ]
        take(browser, site, writer, PHONE, phone)
        desk = [
            ("redazione", "/redazione/", None),
            ("liberatoria", desk_address(release), "#content"),
        ]
        take(browser, site, editor, DESK, desk)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
