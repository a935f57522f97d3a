"""Whether words make a sentence that can stand alone, and how a point joins the words above it to make one."""

import re
from dataclasses import dataclass

from questionbank.drafting.reading import Passage
from questionbank.drafting.wording import lower_first, settled

# First words of what can be a subject.
_SUBJECTS = re.compile(
    r"(?:(?:các|mỗi|mọi|những|từng|một|toàn bộ|tất cả) )?"
    r"(?:cơ quan|tổ chức|cá nhân|đơn vị|người|bộ|ủy ban|uỷ ban|chủ tịch|hội đồng|thủ trưởng|thủ tướng"
    r"|chính phủ|quốc hội|viên chức"
    r"|công chức|cán bộ|công dân|nhân dân|thời hạn|thời gian|thời hiệu|thời điểm|thời kỳ|việc|mức|số"
    r"|kết quả|hồ sơ|văn phòng|sở|thanh tra"
    r"|ban|nhà nước|doanh nghiệp|hội nghị|cuộc họp|quyết định|văn bản|biên bản|thông báo|báo cáo|kinh phí"
    r"|tiền|tỷ lệ|thành viên"
    r"|trưởng|phó|giám đốc|cổng|hệ thống|trang|trung tâm|viện|tòa án|toà án|kho bạc|bộ trưởng|đại biểu"
    r"|nhiệm kỳ|độ tuổi|tuổi"
    r"|dữ liệu|thông tin|bên|chủ|tập thể|nhóm|lực lượng|phòng|cục|tổng|danh sách|phiếu|nội dung|tài liệu"
    r"|bí mật|thủ tục|quy trình"
    r"|bảng|sổ|bản|đề án|phương án|kế hoạch|dự án|dự thảo|yêu cầu|đơn|hợp đồng|tài sản|giấy|lệ phí|phí|quỹ"
    r"|đối tượng|thôn|cộng đồng"
    r"|hộ|cử tri|đoàn|mặt trận|công đoàn|luật|nghị định|thông tư|lịch|phiên|trụ sở|bộ phận|chế độ"
    r"|thẩm quyền|quy chế|chứng thư|kết luận"
    r"|khiếu nại|tố cáo|người lao động|học sinh|sinh viên|nhiệm vụ|khi|niên hạn|tổng số|tối thiểu)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:phải|được|có trách nhiệm|có thể|có quyền|có nghĩa vụ|không được|thực hiện|gửi|thông báo|báo cáo"
    r"|quyết định|ban hành"
    r"|xem xét|trả lời|là|không quá|tổ chức|quy định|thành lập|công bố|công khai|giải quyết|hoàn thành"
    r"|cung cấp|kiểm tra|trình"
    r"|chuyển|có|gồm|do|bằng|tiến hành|tối đa|tối thiểu|ít nhất|chậm nhất|đạt|lập|tham mưu|bị|thẩm định"
    r"|cho ý kiến|phê duyệt|ra)\b"
)
_CIRCUMSTANCE = re.compile(
    r"(?:(?:chậm nhất|muộn nhất|trong (?:thời hạn|thời gian|vòng|trường hợp|phạm vi)|trong|trường hợp|khi"
    r"|căn cứ|đối với|sau khi"
    r"|sau|trước khi|trước|hằng năm|hàng năm|định kỳ|kể từ|đến|ngoài|nếu|theo|tại|ngay sau khi|để|vào|từ"
    r"|trên cơ sở|đồng thời"
    r"|không quá|sau thời hạn|hết thời hạn|quá thời hạn|tùy theo|ngày|tháng|nhiệm kỳ|trong quá trình)\b[^,;:]*,\s*)+",
    re.IGNORECASE,
)
_DUTY_LEAD = re.compile(
    r"^(?P<subject>.{3,160}?),? (?P<modal>có (?:các )?(?:trách nhiệm|nhiệm vụ|nghĩa vụ|quyền)|phải)"
    r"(?: thực hiện)?(?: các (?:nhiệm vụ|quyền|nghĩa vụ|trách nhiệm|công việc|quy định))?(?: sau(?: đây)?"
    r"| như sau)?\s*:$"
)
# "90% hồ sơ công việc được xử lý trên môi trường mạng", as plans write under "Đến năm 2025:".
_TARGET = re.compile(
    r"(?:(?:Tối thiểu|Ít nhất|Trên) )?\d{1,3}% (?=\w.*\b(?:được|đạt|có|hoàn thành|đáp ứng|không phải)\b)[^%]*$"
)
_DUE = re.compile(r"((?:Đến|Trước|Giai đoạn)[\w -]{4,40}):$")
# Nouns that are verbs as well: "Thông báo cho chủ đầu tư …" has no subject, "Thông báo phải được gửi …" is one.
_MAYBE_VERB = re.compile(
    r"(?:thông báo|yêu cầu|báo cáo|quyết định|tổ chức(?!,)|kết luận|khiếu nại|tố cáo|ban hành)\b",
    re.IGNORECASE,
)
_SAID_OF_THING = re.compile(r"\b(?:phải|được|có hiệu lực|không được|bị|có trách nhiệm|là (?!người)|gồm)\b")
_LACKS_SEQUEL = re.compile(r"(?:Người nào|Pháp nhân(?: thương mại)? nào|Tổ chức nào|Ai)\b(?!.*\bthì\b)")
# What follows such words is a case or a ground, not a rule.
_CASES = re.compile(r"(?:trường hợp|điều kiện|tiêu chuẩn|đối tượng|căn cứ|tiêu chí|khi|nếu|những người)[^:]*:$")
_REST = re.compile(r"[;.]\s*$")


@dataclass(frozen=True)
class Clause:
    """words: a sentence that stands alone, without its closing sign. quote: the words of the text that it rests on."""

    words: str
    quote: str


def whole_clause(sentence: str, passage: Passage) -> Clause | None:
    """Return the first clause of `sentence` as one that stands alone, or None where it does not.

    A point that begins with a verb is joined to "… có trách nhiệm:" above it.
    """
    first = sentence.split(";")[0] if not _inside_brackets(sentence) else sentence
    quote = first.strip()
    words = settled(_REST.sub("", quote)).strip()
    if ":" in words or len(words) < 20:
        return None
    if passage.words.startswith(sentence) and _CASES.search(passage.lead):
        return None
    if is_sentence(words):
        due = _DUE.match(passage.lead)
        return Clause(f"{due[1]}, {lower_first(words)}" if due else words, quote)
    due = _DUE.match(passage.lead)
    if due and _TARGET.match(words):
        return Clause(f"{due[1]}, {words[0].lower()}{words[1:]}", quote)
    joined = _joined(words, passage)
    return Clause(joined, quote) if joined else None


def is_sentence(words: str) -> bool:
    """Say whether `words` are a sentence: circumstances, a subject that we know, and something said of it."""
    if not words[:1].isupper() or _LACKS_SEQUEL.match(words):
        return False
    circumstance = _CIRCUMSTANCE.match(words)
    rest = words[circumstance.end() :] if circumstance else words
    if _MAYBE_VERB.match(rest) and not _SAID_OF_THING.search(" ".join(rest.split()[:14])):
        return False
    subject = _SUBJECTS.match(rest)
    return bool(subject) and bool(_VERB.search(rest, subject.end() if subject else 0))


def duty_lead(lead: str) -> tuple[str, str] | None:
    """Return (subject, modal verb) of words such as "Bộ Nội vụ có trách nhiệm sau đây:", or None."""
    found = _DUTY_LEAD.match(settled(lead))
    if not found or not _SUBJECTS.match(found["subject"]) or ":" in found["subject"]:
        return None
    modal = found["modal"].replace("các ", "")
    return found["subject"], modal


def _joined(words: str, passage: Passage) -> str | None:
    duty = duty_lead(passage.lead)
    if not duty or _SUBJECTS.match(words) or _CIRCUMSTANCE.match(words):
        return None
    subject, modal = duty
    return f"{subject} {'có trách nhiệm' if modal == 'có nhiệm vụ' else modal} {lower_first(words)}"


def _inside_brackets(sentence: str) -> bool:
    """A semicolon within brackets ends no clause."""
    head = sentence.split(";")[0]
    return head.count("(") != head.count(")")
