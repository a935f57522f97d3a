"""Questions proposed from the text of a regulation by patterns of legal Vietnamese: the same text, the same drafts.

A pattern is a module with `drafts(text, held, statements)`; `checks` says what none of them may yield. A draft is
an offer to a person, who reviews it before anybody is asked.
"""

from questionbank.drafting.draft import Draft, Source
from questionbank.drafting.proposing import propose

__all__ = ["Draft", "Source", "propose"]
