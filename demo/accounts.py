"""The accounts that a visitor of the demonstration signs in with. Their one password is printed at every start."""

from dataclasses import dataclass

from people.models import Role, RoleAssignment, Unit, User

PASSWORD = "hoithi-2026"  # noqa: S105  # printed on purpose; the command refuses to make these accounts elsewhere


@dataclass(frozen=True)
class Account:
    username: str
    full_name: str
    job_title: str
    unit: str
    roles: tuple[Role, ...] = ()
    told: str = ""  # what the account is for, as the start of the demonstration says it


ACCOUNTS = (
    Account(
        "bantochuc", "Nguyễn Thị Thu Hà", "Trưởng phòng Cải cách hành chính", "CM-SNV", (Role.ORGANISER,),
        "tổ chức cuộc thi / organiser",
    ),
    Account("giamdoc", "Lâm Quang Vinh", "Giám đốc", "CM-SNV", told="ký thể lệ, kết quả / signs for Sở Nội vụ"),
    Account("chutich", "Đoàn Thị Hồng Nhung", "Chủ tịch", "CM", told="ký thể lệ, kết quả / signs for Công đoàn"),
    Account(
        "daumoi", "Võ Thị Bích Trâm", "Công chức Văn phòng - Thống kê", "CM-XA-DAT-MUI", (Role.CONTACT,),
        "đầu mối đơn vị / unit contact",
    ),
    Account(
        "thisinh", "Lê Văn Út", "Công chức Văn phòng - Thống kê", "CM-XA-DAT-MUI", told="người dự thi / participant"
    ),
    Account(
        "canbo1", "Trần Minh Khoa", "Chuyên viên", "CM-SNV", (Role.TRAINER,), "câu hỏi, nhu cầu bồi dưỡng / trainer"
    ),
    Account(
        "canbo2", "Phạm Thị Ngọc Lan", "Chuyên viên chính", "CM-SNV", (Role.TRAINER,), "duyệt câu hỏi / second trainer"
    ),
    Account(
        "quantri", "Huỳnh Quốc Bảo", "Quản trị hệ thống", "CM-VP", (Role.ADMIN, Role.TRAINER, Role.ORGANISER),
        "quản trị / administrator",
    ),
)  # fmt: skip

# More people to sit papers with: they have real papers, so that units have places and prizes can be won.
TRIAL_UNITS = (
    "CM-XA-DAT-MUI", "CM-XA-DAT-MUI", "CM-SNV", "CM-STP", "CM-STP", "CM-STC", "CM-XA-NAM-CAN", "CM-XA-NAM-CAN",
)  # fmt: skip
TRIAL_NAMES = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín")
TRIAL = tuple(
    Account(f"thu{place}", f"Thí sinh {name} (tài khoản thử)", "Công chức", unit)
    for place, (name, unit) in enumerate(zip(TRIAL_NAMES, TRIAL_UNITS, strict=True), start=1)
)


def load_accounts() -> int:
    """Make the accounts that are not there yet, with roles over the whole province, a contact's over their unit.

    Returns how many.
    """
    province = Unit.objects.get(code="CM")
    made = 0
    for account in (*ACCOUNTS, *TRIAL):
        if User.objects.filter(username=account.username).exists():
            continue
        user = User.objects.create_user(
            account.username,
            full_name=account.full_name,
            job_title=account.job_title,
            unit=Unit.objects.get(code=account.unit),
            password=PASSWORD,
        )
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=user, role=r, unit=user.unit if r == Role.CONTACT else province) for r in account.roles
        )
        made += 1
    return made
