"""Words that begin an act: "Xây dựng …", "Hướng dẫn …". A choice that is an act stands out among things."""

_VERBS = frozenset(
    """
    xây dựng|ban hành|hướng dẫn|tổ chức|kiểm tra|thanh tra|quản lý|tổng hợp|theo dõi|thẩm định|phê duyệt|công bố|trình
    quyết định|quy định|đề xuất|nghiên cứu|cấp|cung cấp|bảo đảm|đảm bảo|bố trí|giải quyết|lập|đôn đốc|thống nhất
    tham mưu|thực hiện|phối hợp|chủ trì|tuyên truyền|phổ biến|báo cáo|thông báo|tiếp nhận|xử lý|chuyển|trả|gửi|nộp
    cập nhật|công khai|giám sát|đánh giá|yêu cầu|đề nghị|kiến nghị|phản ánh|khiếu nại|tố cáo|tham gia|vận động|hỗ trợ
    tạo|chấp hành|tuân thủ|tôn trọng|giữ gìn|bảo vệ|bảo quản|khai thác|sử dụng|chia sẻ|kết nối|duy trì|vận hành
    phân công|phân cấp|ủy quyền|chỉ đạo|lãnh đạo|điều hành|điều phối|triển khai|áp dụng|đào tạo|bồi dưỡng|tập huấn
    cử|giao|bổ nhiệm|miễn nhiệm|đình chỉ|tạm đình chỉ|thu hồi|hủy|hủy bỏ|tiêu hủy|bãi bỏ|sửa đổi|bổ sung|rà soát
    xác định|xác minh|xác nhận|chứng thực|kê khai|khai báo|ghi|lưu|lưu trữ|lưu giữ|sao|thu|thu thập|thống kê|kiểm soát
    lợi dụng|lạm dụng|cản trở|ngăn cản|trốn tránh|đùn đẩy|né tránh|tiết lộ|làm|mua|bán|chiếm đoạt|giả mạo|gây|xúc phạm
    đe dọa|đe doạ|trả thù|trù dập|bao che|cố ý|can thiệp|kích động|xúi giục|vi phạm|phân biệt|từ chối|giải trình
    trả lời|chịu|đáp ứng|đưa|đăng|đăng tải|niêm yết|phát hành|phát hiện|phòng ngừa|ngăn chặn|khắc phục|bồi thường
    đăng ký|đọc|xem|xem xét|nghe|lấy|bàn|biểu quyết|bầu|cho|mời|họp|thảo luận|kiện toàn|củng cố|nâng cao|đổi mới
    tăng cường|đẩy mạnh|phát triển|thúc đẩy|khuyến khích|động viên|giúp|chăm lo|chủ động|kịp thời|thường xuyên
    tích cực|nghiêm chỉnh|đầu tư|mở|đóng|ký|ký kết|rút|thuê|tư vấn|tiến hành|truyền đạt|nhận|hoàn thành|tự ý
    """.replace("\n", "|")
    .replace(" " * 4, "")
    .split("|")
) - {""}


def acts(text: str) -> bool:
    """Say whether `text` begins with the word of an act, of one syllable or two."""
    words = text.casefold().replace(",", " ").split()
    return bool(words) and (words[0] in _VERBS or " ".join(words[:2]) in _VERBS)
