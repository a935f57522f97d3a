import pytest

from people.contacts import ContactAlready, NoSuchPerson, NotYourUnit, contacts_of, name_contact, release_contact
from people.models import Role, RoleAssignment, Unit, User


def test_an_organiser_names_and_releases_a_contact(alice: User, bob: User, commune: Unit) -> None:
    named = name_contact(unit=commune, username=" bob ", by=alice)
    assert [each.user for each in contacts_of(commune)] == [bob]
    with pytest.raises(ContactAlready):
        name_contact(unit=commune, username="bob", by=alice)
    release_contact(assignment=named, by=alice)
    release_contact(assignment=named, by=alice)
    assert contacts_of(commune) == []


def test_nobody_else_does(bob: User, charlie: User, commune: Unit) -> None:
    for by in (bob, charlie):
        with pytest.raises(NotYourUnit):
            name_contact(unit=commune, username="bob", by=by)
    held = RoleAssignment.objects.create(user=bob, role=Role.CONTACT, unit=commune)
    with pytest.raises(NotYourUnit):
        release_contact(assignment=held, by=charlie)
    assert contacts_of(commune) == [held]


def test_only_open_accounts(alice: User, bob: User, commune: Unit) -> None:
    User.objects.update(is_active=False)
    with pytest.raises(NoSuchPerson):
        name_contact(unit=commune, username="bob", by=alice)


def test_releasing_takes_no_other_role(alice: User, commune: Unit) -> None:
    other = RoleAssignment.objects.create(user=alice, role=Role.TRAINER, unit=commune)
    release_contact(assignment=other, by=alice)
    assert RoleAssignment.objects.filter(pk=other.pk).exists()
