"""The nine topics of Decision 47/QĐ-UBND of 2014, part II.1; an installation may rename them and add its own."""

from django.db import migrations

TOPICS = (
    ("a", "Tầm quan trọng, mục tiêu và chủ trương, chính sách về cải cách hành chính"),
    ("b", "Văn bản, chỉ đạo của tỉnh; kế hoạch và Chỉ số cải cách hành chính"),
    ("c", "Quyền, nghĩa vụ, kỷ luật, đạo đức công vụ và quy tắc ứng xử"),
    ("d", "Đánh giá cán bộ, công chức, viên chức; xin lỗi khi trễ hẹn"),
    ("đ", "Cải cách chế độ công vụ: vị trí việc làm, tuyển dụng, đào tạo, chính sách"),
    ("e", "Ứng dụng công nghệ thông tin, văn bản điện tử và dịch vụ công trực tuyến"),
    ("g", "Kết quả, tồn tại; cơ chế một cửa, một cửa liên thông"),
    ("h", "Mô hình hay, tập thể và cá nhân điển hình"),
    ("i", "Nội dung khác"),
)


def seed(apps, schema_editor):
    topic = apps.get_model("questionbank", "Topic")
    for position, (code, name) in enumerate(TOPICS):
        topic.objects.get_or_create(code=code, defaults={"name": name, "position": position})


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
