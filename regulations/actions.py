"""What one document does to another, as a proposal, and what the clauses above settle for those below."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from regulations.addresses import Address
from regulations.targets import documents_named, law_named


class Action(StrEnum):
    AMEND = "amend"
    SUPPLEMENT = "supplement"
    REPLACE = "replace"  # words by other words
    REPEAL = "repeal"
    REPLACES = "replaces"  # a whole document by this one
    GUIDES = "guides"
    SUSPEND = "suspend"  # for a time


@dataclass(frozen=True)
class Proposal:
    """One thing that a clause does.

    target_number: of the document it is done to, as printed; the name of a law that is
    called by name alone; "" where the text leaves it open. target_address: in official form;
    "" means the document as a whole. new_text: the quoted words, with their labels.
    new_from: the appendix of the amending document that holds the new words, by its address.
    own_only: only a provision's own first words or heading change, not what stands under it.
    where_eid: the clause that does it; quote: its own words; effective_note: the words that
    give a day of their own.
    """

    action: Action
    target_number: str
    target_address: str
    new_text: str = ""
    old_phrase: str = ""
    new_phrase: str = ""
    new_from: str = ""
    own_only: bool = False
    where_eid: str = ""
    quote: str = ""
    effective_note: str = ""


@dataclass(frozen=True)
class Context:
    """What the clauses above have settled: the document and provision spoken of, and what a list under them does.

    guided: the document that the whole text sets out in detail.
    """

    number: str = ""
    address: Address | None = None
    listed: Action | None = None
    guided: str = ""


def number_in(words: str, laws: Mapping[str, str]) -> str:
    """Return the number of the document that an order is about, by number or by a law's name; "" if it says none."""
    documents = documents_named(words)
    if documents:
        return documents[0].number
    name = law_named(words)
    return next((laws[known] for known in laws if name and name.casefold().startswith(known.casefold())), "")
