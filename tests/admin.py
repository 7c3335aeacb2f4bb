"""What the tests of the admin share: addresses, and forms as a browser sends them."""

from html.parser import HTMLParser

from django.contrib import admin
from django.urls import reverse

from tests.builders import make_user

UNSENT = {"submit", "button", "file", "reset"}


def admin_url(model, view, *args):
    name = f"{model._meta.app_label}_{model._meta.model_name}_{view}"
    return reverse(f"admin:{name}", args=args)


def sign_in(client):
    """Return `client` with a superuser signed in."""
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    return client


def sign_in_browser(page, live_server, client):
    """Return `page` with a superuser signed in."""
    sign_in(client)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


def registered():
    """Return every model of the admin, always in the same order."""
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


class _Form(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.data, self.select, self.textarea = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in UNSENT:
            self.read_input(name, given)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.add(self.select, given.get("value", ""))
        elif tag == "textarea" and name:
            self.textarea = name
            self.data[name] = [""]

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, text):
        if self.textarea:
            # As browsers do, the line break after the opening tag is left out.
            written = self.data[self.textarea][0] + text
            self.data[self.textarea] = [written.removeprefix("\r\n").removeprefix("\n")]

    def read_input(self, name, given):
        is_choice = given.get("type") in ("checkbox", "radio")
        if not is_choice or "checked" in given:
            self.add(name, given.get("value", "on" if is_choice else ""))

    def add(self, name, value):
        self.data.setdefault(name, []).append(value)


def form_of(response, **changes):
    """Return what a browser would send back from the form of `response`.

    `changes` replace fields by name; None leaves a field out.
    """
    data = _Form(response.content.decode()).data | changes
    return {
        name: value
        for name, value in data.items()
        if value is not None and "__prefix__" not in name
    }


def errors_of(response):
    """Return every message of a refused form, its inlines included; [] if accepted."""
    if response.status_code != 200:
        return []
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form]
    forms += [form for formset in formsets for form in formset.forms]
    lists = [found for form in forms for found in form.errors.values()]
    lists += [formset.non_form_errors() for formset in formsets]
    return [error for found in lists for error in found]
