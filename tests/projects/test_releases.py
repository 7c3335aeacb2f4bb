"""What a release allows, until when, and what is written of it."""

from datetime import date
from itertools import product

import pytest
from django.urls import reverse

from editorial.actors import acting
from projects.models import Photo, RegisterEntry, Release, Use
from projects.models.release import good_for
from tests.admin import admin_url, form_of, sign_in
from tests.builders import (
    add_photo,
    make_block,
    make_chronicle,
    make_issue,
    make_photo,
    make_project,
    make_release,
    make_user,
    rome,
)

pytestmark = pytest.mark.django_db

FIRST, THEN = rome(2018, 4, 1, 9), rome(2018, 5, 1, 9)


def withdraw_url(release):
    return reverse("admin:projects_release_withdraw", args=[release.pk])


def set_now(monkeypatch, moment):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


class TestUse:
    @pytest.mark.parametrize("use", Use)
    def test_rows_agree_with_the_instance(self, use):
        releases = [
            make_release(
                valid_until=until,
                withdrawn_at=withdrawn_at,
                **{f"for_{name}": name in uses for name in Use.values},
            )
            for until, withdrawn_at, uses in product(
                [None, date(2018, 5, 11), date(2018, 5, 12)],
                [None, FIRST],
                [[], *([name] for name in Use.values)],
            )
        ]
        day = date(2018, 5, 12)
        good = set(Release.objects.filter(good_for(use, on=day)))
        assert good == {row for row in releases if row.is_valid_for(use, on=day)}
        assert len(good) == 2

    @pytest.mark.parametrize("people", Photo.People)
    @pytest.mark.parametrize("use", Use)
    def test_photos_agree_too(self, people, use):
        uses = [[], *([name] for name in Use.values)]
        photos = [make_photo(people=people)] + [
            make_photo(
                people=people,
                release=make_release(
                    **{f"for_{name}": name in allowed for name in Use.values}
                ),
            )
            for allowed in uses
        ]
        shown = set(Photo.objects.published(use=use))
        assert shown == {photo for photo in photos if photo.may_be_shown(use)}
        assert len(shown) == (5 if people in Photo.FREE else 1)

    def test_online_agrees_with_its_twin(self):
        photos = [
            make_photo(
                people="adults",
                release=make_release(
                    **{f"for_{name}": name == allowed for name in Use.values}
                ),
            )
            for allowed in ["", *Use.values]
        ]
        online = set(Photo.objects.online())
        assert online == {photo for photo in photos if photo.is_online}
        assert len(online) == 2

    @pytest.mark.parametrize(
        ("uses", "on_site", "in_issue"),
        [
            ({"for_site": True, "for_newsletter": False}, True, False),
            ({"for_site": False, "for_newsletter": True}, False, True),
        ],
    )
    def test_newsletter_asks_for_its_own(self, client, uses, on_site, in_issue):
        photo = make_photo(people="adults", release=make_release(**uses))
        add_photo(make_chronicle(slug="una"), photo)
        make_block("photo", parent=make_issue(number=1), photo=photo, alt="Un cortile")
        pages = ["/cronache/una/", "/newsletter/1/"]
        found = [photo.key in client.get(page).content.decode() for page in pages]
        assert found == [on_site, in_issue]


class TestExpiring:
    def test_are_those_of_the_next_days(self):
        ends = [date(2018, 5, 11), date(2018, 6, 11), date(2018, 5, 12), None]
        ends.append(date(2018, 6, 12))
        made = [make_release(valid_until=end) for end in ends]
        make_release(valid_until=date(2018, 5, 20), withdrawn_at=FIRST)
        soon = Release.objects.expiring(within_days=30, on=date(2018, 5, 12))
        assert list(soon) == [made[2], made[1]]


class TestWithdrawal:
    def test_is_now(self, monkeypatch):
        release = make_release()
        set_now(monkeypatch, THEN)
        release.withdraw()
        release.refresh_from_db()
        assert release.withdrawn_at == THEN

    def test_is_for_good(self, monkeypatch):
        release = make_release(withdrawn_at=FIRST)
        set_now(monkeypatch, THEN)
        for at in (None, THEN):
            release.withdrawn_at = at
            release.save()
            release.refresh_from_db()
            assert release.withdrawn_at == FIRST

    def test_outlives_an_old_copy_that_is_saved(self):
        release = make_release()
        copy = Release.objects.get()
        release.withdraw()
        copy.notes = "Telefonato alla famiglia."
        copy.save()
        copy.refresh_from_db()
        assert copy.withdrawn_at == release.withdrawn_at
        assert copy.notes


class TestWithdrawalPage:
    @pytest.fixture
    def used(self):
        """A released photo in a chronicle and in an issue that is out."""
        project = make_project(lot=1)
        release = make_release(project=project, code="BBC-1", for_newsletter=True)
        photo = make_photo(project=project, people="minors", release=release)
        add_photo(make_chronicle(project=project, title="La festa"), photo)
        make_block("photo", parent=make_issue(number=3), photo=photo, alt="Una festa")
        return photo

    def test_asks_first_and_lists_every_place(self, client, used):
        html = sign_in(client).get(withdraw_url(used.release)).content.decode()
        assert "Non si torna indietro" in html
        assert "La festa" in html
        assert "Newsletter n. 3" in html
        assert "già spedito o pubblicato" in html
        used.release.refresh_from_db()
        assert used.release.withdrawn_at is None

    def test_takes_it_back_and_says_where_it_had_been(self, client, used):
        response = sign_in(client).post(withdraw_url(used.release), follow=True)
        used.release.refresh_from_db()
        assert used.release.withdrawn_at is not None
        html = response.content.decode()
        assert "è revocata" in html
        assert "Newsletter n. 3" in html
        assert 'method="post"' not in html.split('id="content"')[1]

    def test_a_second_time_changes_nothing(self, client, used):
        sign_in(client)
        for _ in range(2):
            client.post(withdraw_url(used.release))
        assert RegisterEntry.objects.filter(step="withdrawn").count() == 1

    def test_is_reached_from_the_form_as_long_as_it_makes_sense(self, client, used):
        url = admin_url(Release, "change", used.release.pk)
        assert withdraw_url(used.release) in sign_in(client).get(url).content.decode()
        used.release.withdraw()
        html = client.get(url).content.decode()
        assert withdraw_url(used.release) not in html
        assert "Revocata il" in html
        assert "La festa" in html

    def test_no_form_undoes_it(self, client, used):
        url = admin_url(Release, "change", used.release.pk)
        data = form_of(sign_in(client).get(url))
        used.release.withdraw()
        forged = data | {
            "withdrawn_at": "",
            "withdrawn_at_0": "",
            "valid_until": "2030-01-01",
            "notes": "Forse sì.",
        }
        client.post(url, forged)
        release = Release.objects.get()
        assert release.withdrawn_at == used.release.withdrawn_at
        assert release.valid_until is None

    def test_is_not_for_visitors_nor_for_who_may_only_look(self, client, used):
        assert client.post(withdraw_url(used.release)).status_code == 302
        client.force_login(make_user("guarda", is_staff=True))
        assert client.post(withdraw_url(used.release)).status_code in (403, 404)
        used.release.refresh_from_db()
        assert used.release.withdrawn_at is None

    def test_of_nothing_is_not_found(self, client):
        url = reverse("admin:projects_release_withdraw", args=[987])
        assert sign_in(client).get(url).status_code == 404


class TestRegister:
    def lines(self, row):
        return [(entry.step, entry.note) for entry in row.entries]

    def test_tells_of_a_new_release(self):
        release = make_release(code="BBC-1", signed_on=date(2018, 3, 1))
        ((step, note),) = self.lines(release)
        assert step == "added"
        assert "codice: BBC-1" in note
        assert "firmata il: 01/03/2018" in note
        assert "vale per il sito: sì" in note

    def test_tells_what_changed_and_only_that(self):
        release = make_release()
        release.valid_until = date(2019, 5, 12)
        release.save()
        assert self.lines(release)[0] == ("changed", "valida fino al: — → 12/05/2019")

    def test_tells_of_a_withdrawal(self):
        release = make_release()
        release.withdraw()
        assert self.lines(release)[0][0] == "withdrawn"

    def test_says_nothing_when_nothing_changed(self):
        release = make_release()
        Release.objects.get().save()
        assert len(self.lines(release)) == 1

    def test_tells_who_can_be_recognised_and_by_which_release(self):
        photo, release = make_photo(), make_release(code="BBC-1")
        photo.people, photo.release = Photo.People.MINORS, release
        photo.save()
        assert self.lines(photo)[0] == (
            "changed",
            "chi si riconosce: Nessuno → Minori, con liberatoria\n"
            "liberatoria: — → BBC-1",
        )

    def test_names_no_files(self):
        release = make_release()
        release.scan.name = "liberatorie/segreto.pdf"
        release.save()
        assert self.lines(release)[0] == ("changed", "scansione: aggiunta")

    def test_tells_who_it_was(self, rf):
        request = rf.post("/")
        request.user = make_user("ada", first_name="Ada", last_name="Rossi")
        with acting(request):
            release = make_release()
        entry = release.entries.get()
        assert (entry.user, entry.user_name) == (request.user, "Ada Rossi")

    def test_knows_whoever_works_in_the_admin(self, client):
        release = make_release()
        url = admin_url(Release, "change", release.pk)
        client.post(url, form_of(sign_in(client).get(url), for_print="on"))
        entry = release.entries.first()
        assert (entry.user_name, entry.note) == ("boss", "vale per la stampa: no → sì")

    def test_names_nobody_outside_a_request(self):
        assert make_release().entries.get().user is None

    def test_outlives_its_row(self):
        release = make_release(code="BBC-1")
        release.delete()
        assert RegisterEntry.objects.get().about == "BBC-1"

    @pytest.mark.parametrize(
        "change",
        [
            lambda: RegisterEntry.objects.get().save(),
            lambda: RegisterEntry.objects.get().delete(),
            lambda: RegisterEntry.objects.update(note=""),
            lambda: RegisterEntry.objects.all().delete(),
        ],
    )
    def test_is_only_ever_added_to(self, change):
        make_release()
        with pytest.raises(TypeError):
            change()

    def test_survives_who_wrote_it(self, rf):
        request = rf.post("/")
        request.user = make_user("ada")
        with acting(request):
            make_release()
        request.user.delete()
        assert RegisterEntry.objects.get().user_name == "ada"

    def test_is_read_on_both_forms(self, client):
        photo = make_photo(people="minors", release=make_release())
        sign_in(client)
        for row in (photo, photo.release):
            html = client.get(admin_url(type(row), "change", row.pk)).content.decode()
            assert "Registrata</strong> il" in html
