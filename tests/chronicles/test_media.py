import pytest
from django.test import Client

from chronicles.media import medium_of
from tests import builders
from tests.html import Page

YOUTUBE = "https://www.youtube-nocookie.com"
ID = "dQw4w9WgXcQ"


class TestPlayer:
    @pytest.mark.parametrize(
        "address",
        [
            f"https://www.youtube.com/watch?v={ID}",
            f"https://youtube.com/watch?list=PL1&v={ID}&t=30",
            f"https://m.youtube.com/watch?v={ID}",
            f"http://youtu.be/{ID}",
            f"https://youtu.be/{ID}?si=abc",
            f"https://www.youtube.com/embed/{ID}",
            f"https://www.youtube.com/shorts/{ID}",
            f"https://www.youtube.com/live/{ID}/",
        ],
    )
    def test_of_youtube_is_the_one_without_cookies(self, address):
        medium = medium_of(address)
        assert medium.player == f"{YOUTUBE}/embed/{ID}?autoplay=1&rel=0"
        assert medium.origin == YOUTUBE
        assert medium.label == "Guarda il video su YouTube"

    @pytest.mark.parametrize(
        ("address", "player"),
        [
            ("https://vimeo.com/1234567", "video/1234567?autoplay=1&dnt=1"),
            ("https://vimeo.com/12/ab34", "video/12?autoplay=1&dnt=1&h=ab34"),
        ],
    )
    def test_of_vimeo_follows_nobody(self, address, player):
        assert medium_of(address).player == f"https://player.vimeo.com/{player}"

    @pytest.mark.parametrize("episode", ["123456", "la-radio-di-quartiere--123456"])
    def test_of_spreaker_is_that_of_the_episode(self, episode):
        medium = medium_of(f"https://www.spreaker.com/episode/{episode}")
        assert medium.player.startswith(
            "https://widget.spreaker.com/player?episode_id=123456&"
        )
        assert medium.label == "Ascolta su Spreaker"

    @pytest.mark.parametrize(
        "address",
        [
            "https://www.youtube.com/@unCanale",
            "https://www.youtube.com/watch?v=corto",
            f"https://www.youtube.com/watch?v={ID}%22%3E",
            "https://www.youtube.com/playlist?list=PL1234567890",
            "https://vimeo.com/chi/cosa",
            "https://vimeo.com/1/a%22b",
            "https://www.spreaker.com/show/123",
            f"https://youtube.com.altrove.example/watch?v={ID}",
            f"https://altrove.example/youtube.com/watch?v={ID}",
            f"https://youtube.com@altrove.example/watch?v={ID}",
        ],
    )
    def test_of_anything_else_is_none(self, address):
        medium = medium_of(address)
        assert (medium.player, medium.origin) == ("", "")


class TestLabel:
    @pytest.mark.parametrize(
        ("address", "label"),
        [
            ("https://soundcloud.com/chi/cosa", "Ascolta su SoundCloud"),
            ("https://www.radio.example/3", "Ascolta o guarda su radio.example"),
        ],
    )
    def test_names_the_site(self, address, label):
        assert medium_of(address).label == label

    @pytest.mark.parametrize(
        "address", ["", "radio", "ftp://radio.example/1", "https://", "http://["]
    )
    def test_there_is_none_for_what_is_no_web_address(self, address):
        assert medium_of(address) is None


@pytest.mark.django_db
class TestPage:
    def response(self, address):
        builders.make_chronicle(
            slug="radio", media_url=address, media_title="La puntata"
        )
        client = Client(headers={"host": "www.progettomix.it"})
        return client.get("/cronache/radio/", secure=True)

    def policy(self, address):
        policy = self.response(address)["Content-Security-Policy"]
        return dict(part.split(None, 1) for part in policy.split("; "))

    def test_lets_in_that_player_alone(self):
        policy = self.policy(f"https://youtu.be/{ID}")
        assert policy["frame-src"] == YOUTUBE
        assert policy["default-src"] == "'none'"

    @pytest.mark.parametrize("address", ["", "https://radio.example/puntata"])
    def test_without_a_player_lets_nothing_in(self, address):
        assert "frame-src" not in self.policy(address)

    def test_is_a_link_without_a_script(self):
        page = Page(self.response(f"https://youtu.be/{ID}").content.decode())
        (link,) = [a for a in page.all("a") if a.get("data-player")]
        assert link.get("href") == f"https://youtu.be/{ID}"
        assert not page.all("iframe")

    def test_says_what_happens_after_the_click(self):
        page = Page(self.response("https://www.radio.example/3").content.decode())
        (figure,) = [f for f in page.all("figure") if f.get("class") == "media"]
        said = " ".join(figure.text.split())
        assert "La puntata" in said
        assert "Dopo il clic si apre radio.example" in said
        assert "non valgono le nostre regole" in said
