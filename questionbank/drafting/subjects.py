"""Whose duties and rights a list gives: which other lists may lend it an item that is surely not its own.

A law that gives a task to one body does not say that no other has it. So only two contrasts are sure: a right beside
the duties of the same subject, and a private person's rights beside the duties of a body of the State.
"""

import re
from dataclasses import dataclass

_OF = re.compile(
    r"(?:nội dung|việc|công việc|\w+) nào sau đây (?:là|thuộc) (?P<noun>nhiệm vụ, quyền hạn|quyền và nghĩa vụ"
    r"|quyền, nghĩa vụ|quyền hạn|quyền lợi|quyền|nghĩa vụ|trách nhiệm|nhiệm vụ)(?: chung| cơ bản)?(?: của)? (?P<who>.+)"
)
_STATE = re.compile(
    r"(?:các )?(?:chính phủ|bộ\b|[uủ]ỷ? ?ban nhân dân|ủy ban|hội đồng|sở\b|cơ quan|thanh tra|tòa án|viện kiểm sát|chủ tịch"
    r"|bộ trưởng|thủ tướng|quốc hội|kiểm toán|ngân hàng nhà nước|kho bạc|văn phòng|nhà nước|cảng vụ|chánh án|viện trưởng)"
)
_PRIVATE = re.compile(
    r"(?:các )?(?:người (?!đứng đầu|có thẩm quyền|tiếp|giải quyết|tiến hành|được giao|làm|phụ trách|chỉ huy|quản lý)"
    r"|chủ thể|bên |chủ (?!tịch)|doanh nghiệp|hộ |đương sự|khách hàng|nhà thầu|nhà đầu tư|học sinh|sinh viên|tổ chức, cá nhân)"
)
# A word that takes in others: what is a duty of all is a duty of each.
_BROAD = re.compile(
    r"các cấp|chính quyền địa phương|chính trị - xã hội|cơ quan, tổ chức|cơ quan nhà nước|nhà nước|mọi|liên quan"
    r"|cơ quan, đơn vị|người đứng đầu|đơn vị"
)
_DUTIES = frozenset({"nghĩa vụ", "trách nhiệm", "nhiệm vụ"})
_RIGHTS = frozenset({"quyền", "quyền lợi", "quyền hạn"})


@dataclass(frozen=True)
class Subject:
    """noun: "quyền", "nghĩa vụ" …; who: whose, in small letters; kind: "state", "private" or "" where unsure."""

    noun: str
    who: str
    kind: str


def subject_of(question: str) -> Subject | None:
    """Return whose duties or rights a question asks for, or None where it asks for something else."""
    found = _OF.fullmatch(question.strip())
    if not found:
        return None
    who = found["who"].casefold().strip()
    kind = "state" if _STATE.match(who) else "private" if _PRIVATE.match(who) else ""
    return Subject(found["noun"], who, kind)


def lends(own: Subject, theirs: Subject) -> bool:
    """Say whether an item of the list of `theirs` is surely none of the list of `own`."""
    if own.who == theirs.who:
        return _opposed(own.noun, theirs.noun)
    if _BROAD.search(own.who) or _BROAD.search(theirs.who):
        return False
    return {own.kind, theirs.kind} == {"state", "private"}


def _opposed(one: str, other: str) -> bool:
    return (one in _DUTIES and other in _RIGHTS) or (one in _RIGHTS and other in _DUTIES)
