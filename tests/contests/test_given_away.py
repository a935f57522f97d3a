"""What nobody who plays may learn meanwhile, by numbers in addresses or through a second hat."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from contests.entering.entries import register
from contests.models import Contest, Entrant
from contests.papers.sitting import start_paper
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_entry, make_papers, make_user
from tests.contests.signed import as_user

COUNTING = ("participation", "entrants", "signals", "units", "essays", "check-receipt", "desk")


@pytest.fixture
def foretelling(bank: None, alice: User, province: Unit) -> Contest:
    """A contest that asks to foretell how many take part, and bars nobody."""
    entry = make_entry(ways=["account", "register"], barred=[], fields=make_entry().to_json()["fields"][:2])
    return make_contest(alice, province, NOON, entry=entry, papers=make_papers(predicts="participants"))


class TestNumbers:
    def test_the_addresses_of_papers_do_not_tell_how_many_are_begun(self, foretelling: Contest, commune: Unit) -> None:
        """Somebody who sits a paper at the beginning and one at the end reads both numbers in the address."""
        made = [
            start_paper(entrant=enter(foretelling, make_user(f"p{n}", commune), NOON), now=NOON).pk for n in range(12)
        ]
        steps = [later - before for before, later in itertools.pairwise(made)]
        assert min(abs(step) for step in steps) > 10**6
        assert any(step < 0 for step in steps)
        assert all(2**40 <= number < 2**53 for number in made)  # as JavaScript counts

    def test_the_number_of_an_entry_does_not_tell_how_many_have_entered(
        self, foretelling: Contest, commune: Unit
    ) -> None:
        made = [
            register(contest=foretelling, full_name=f"Nguyễn Văn {n}", unit=commune, now=NOON)[0].pk for n in "ABCDEFGH"
        ]
        assert made != sorted(made)
        assert all(len(str(number)) == 8 for number in made)

    def test_one_who_has_no_phone_comes_back_with_that_number(
        self, client: Client, foretelling: Contest, commune: Unit, clock: Moving
    ) -> None:
        entrant, code = register(contest=foretelling, full_name="Nguyễn Văn Ba", unit=commune, now=NOON)
        typed = {"phone": str(entrant.pk), "code": code}
        assert client.post(reverse("contests:come-back", args=[foretelling.slug]), typed).status_code == 302
        assert client.session["entrants"] == [entrant.pk]


class TestAnOrganiserWhoPlays:
    @pytest.fixture
    def playing(self, foretelling: Contest, alice: User, clock: Moving) -> Client:
        enter(foretelling, alice, NOON)
        return as_user(alice)

    @pytest.mark.parametrize("door", COUNTING)
    def test_is_told_no_count_while_it_may_be_foretold(
        self, playing: Client, foretelling: Contest, clock: Moving, door: str
    ) -> None:
        address = reverse(f"contests:{door}", args=[foretelling.slug])
        assert playing.get(address).status_code == 403
        clock.on(hours=2, minutes=1)
        assert playing.get(address).status_code == 200

    def test_nor_on_the_page_from_which_the_contest_is_managed(self, playing: Client, foretelling: Contest) -> None:
        page = playing.get(reverse("contests:manage", args=[foretelling.slug]))
        assert page.status_code == 200
        assert page.context["participation"] is None
        assert "tham-gia" not in page.content.decode()

    def test_nor_on_the_page_of_a_unit(self, playing: Client, foretelling: Contest) -> None:
        page = playing.get(reverse("contests:unit", args=["CM-SNV", foretelling.slug]))
        assert (page.status_code, page.context["counts"], page.context["mine"]) == (200, False, None)

    def test_nor_when_they_entered_without_their_account_in_this_browser(
        self, foretelling: Contest, alice: User, commune: Unit, clock: Moving
    ) -> None:
        browser = Client()
        typed = {"full_name": "Trần Thị Khác", "unit": commune.pk}
        browser.post(reverse("contests:register", args=[foretelling.slug]), typed)
        assert Entrant.objects.get().user is None
        session = dict(browser.session)
        browser.force_login(alice)
        kept = browser.session
        kept.update({"entrants": session["entrants"]})
        kept.save()
        assert browser.get(reverse("contests:desk", args=[foretelling.slug])).status_code == 403

    def test_one_who_does_not_play_sees_all(self, foretelling: Contest, alice: User, clock: Moving) -> None:
        for door in COUNTING:
            assert as_user(alice).get(reverse(f"contests:{door}", args=[foretelling.slug])).status_code == 200
