"""Audio and video on other sites: met only after the click of whoever wants them."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from csp.decorators import csp_update

WATCH, LISTEN, OPEN = "Guarda il video", "Ascolta", "Ascolta o guarda"
# What people call the sites that the teams use, and what one does there.
SITES = {
    "youtube.com": ("YouTube", WATCH),
    "youtu.be": ("YouTube", WATCH),
    "vimeo.com": ("Vimeo", WATCH),
    "spreaker.com": ("Spreaker", LISTEN),
    "soundcloud.com": ("SoundCloud", LISTEN),
    "mixcloud.com": ("Mixcloud", LISTEN),
}
YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
NUMBER = re.compile(r"\d{1,12}", re.ASCII)


@dataclass(frozen=True)
class Medium:
    """A link to audio or video: what to say of it and what may be shown in the page.

    `host` is the site that is met, `player` the address of its player, or "" where
    the link simply leads there.
    """

    host: str
    label: str
    player: str = ""

    @property
    def origin(self):
        """The only source of frames that the page needs; "" without a player."""
        parts = urlsplit(self.player)
        return f"{parts.scheme}://{parts.netloc}" if self.player else ""


def medium_of(address):
    """Return the Medium at `address` (any text); None if it is no web address."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    site = host.removeprefix("m.")
    name, verb = SITES.get(site, (host, OPEN))
    player = PLAYERS[site](parts) if site in PLAYERS else ""
    return Medium(host, f"{verb} su {name}", player)


def _youtube(parts):
    """/watch?v=ID, /embed/ID, /shorts/ID, /live/ID, and youtu.be/ID."""
    if parts.path == "/watch":
        found = parse_qs(parts.query).get("v", [""])[0]
    else:
        found = parts.path.rstrip("/").rsplit("/", 1)[-1]
    if not YOUTUBE_ID.fullmatch(found):
        return ""
    return f"https://www.youtube-nocookie.com/embed/{found}?autoplay=1&rel=0"


def _vimeo(parts):
    """/ID, and /ID/KEY of what is not listed."""
    number, _, key = parts.path.strip("/").partition("/")
    if not NUMBER.fullmatch(number) or not re.fullmatch(r"\w*", key, re.ASCII):
        return ""
    unlisted = f"&h={key}" if key else ""
    return f"https://player.vimeo.com/video/{number}?autoplay=1&dnt=1{unlisted}"


def _spreaker(parts):
    """/episode/ID and /episode/title--ID."""
    kind, _, episode = parts.path.strip("/").partition("/")
    number = episode.rsplit("--", 1)[-1]
    if kind != "episode" or not NUMBER.fullmatch(number):
        return ""
    return f"https://widget.spreaker.com/player?episode_id={number}&autoplay=true"


PLAYERS = {
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "vimeo.com": _vimeo,
    "spreaker.com": _spreaker,
}


def with_player(response, address):
    """Return `response`, its policy opened to the player of the medium at `address`.

    Only the page that offers the player lets it in: everywhere else frames of any
    other site stay refused.
    """
    medium = medium_of(address)
    if medium and medium.player:
        opened = csp_update({"frame-src": [medium.origin]})
        return opened(lambda: response)()
    return response
