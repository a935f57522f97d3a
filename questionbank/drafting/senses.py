"""What words say, whatever the words: legal verbs that do the same become one, marks and capitals go."""

import re
from functools import lru_cache

from people.folding import fold
from questionbank.drafting.wording import one_spelling, words_of

# Words of a line may each be put for another when the same rule is written down a second time. A pair that is
# joined without need costs a draft; one that is not joined may let a wrong key pass.
_SAME = (
    "giám sát|kiểm tra|thanh tra|theo dõi|đôn đốc|kiểm soát|kiểm sát|kiểm toán",
    "tuyên truyền|phổ biến|giáo dục|vận động|thuyết phục|nâng cao nhận thức",
    "quyết định|phê duyệt|phê chuẩn|chấp thuận|cho phép|ban hành|thông qua|quy định|đồng ý|cho ý kiến",
    "trình|đề nghị|kiến nghị|đề xuất|yêu cầu|phản ánh|góp ý|đóng góp ý kiến",
    "báo cáo|thông báo|giải trình|công bố|công khai|niêm yết|đăng tải|trả lời",
    "hỗ trợ|giúp đỡ|giúp|tạo điều kiện|khuyến khích|bảo trợ",
    "hướng dẫn|giải thích|tư vấn|tập huấn|bồi dưỡng|đào tạo",
    "bãi bỏ|hủy bỏ|hủy|thu hồi|đình chỉ|tạm đình chỉ|chấm dứt|hết hiệu lực",
    "bồi thường|bồi hoàn|hoàn trả|khắc phục",
    "xây dựng|lập|soạn thảo|biên soạn|dự thảo",
    "giải quyết|xử lý|xem xét",
    "cung cấp|chuyển giao|chuyển|gửi|nộp|giao nộp|bàn giao|xuất trình|chia sẻ",
    "giữ bí mật|bảo mật|không tiết lộ|giữ kín",
    "bổ nhiệm|cử|điều động|luân chuyển|biệt phái|bố trí|phân công|giao",
    "miễn nhiệm|cách chức|bãi nhiệm|cho thôi",
    "bảo đảm|đảm bảo",
    "chấp hành|tuân thủ|tuân theo|thi hành|triển khai",
    "bảo vệ|giữ gìn|bảo quản|gìn giữ",
    "quản lý|điều hành|chỉ đạo|lãnh đạo",
    "tiếp nhận|nhận|thu nhận",
    "biết|được thông báo|được thông tin|tiếp cận",
    "thời hạn|thời gian|thời hiệu|kỳ hạn",
    "sửa đổi|bổ sung|điều chỉnh|thay đổi|cập nhật",
    "ký kết|ký|giao kết",
    "người đứng đầu|thủ trưởng|người lãnh đạo",
    "chậm nhất|muộn nhất|không quá|tối đa|nhiều nhất|không vượt quá",
    "ít nhất|tối thiểu|không ít hơn|không dưới",
)  # fmt: skip
_ONE = {phrase: f"_{number}" for number, line in enumerate(_SAME) for phrase in line.split("|")}
_PHRASE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_ONE, key=len, reverse=True))})(?!\w)")


@lru_cache(maxsize=65536)
def senses(text: str) -> frozenset[str]:
    """Return what the words of `text` say: the number of a line of synonyms, or a word without its marks."""
    plain = one_spelling(text)
    groups = {_ONE[found[0]] for found in _PHRASE.finditer(plain)}
    return frozenset(groups | {fold(word) for word in words_of(_PHRASE.sub(" ", plain))})
