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


ACCOUNTS = (
    Account("canbo1", "Trần Minh Khoa", "Chuyên viên", "CM-SNV", (Role.TRAINER,)),
    Account("canbo2", "Phạm Thị Ngọc Lan", "Chuyên viên chính", "CM-SNV", (Role.TRAINER,)),
    Account("bantochuc", "Nguyễn Thị Thu Hà", "Trưởng phòng Cải cách hành chính", "CM-SNV", (Role.ORGANISER,)),
    Account("thisinh", "Lê Văn Út", "Công chức Văn phòng - Thống kê", "CM-XA-DAT-MUI"),
    Account("daumoi", "Võ Thị Bích Trâm", "Công chức Văn phòng - Thống kê", "CM-XA-DAT-MUI", (Role.CONTACT,)),
    Account("quantri", "Huỳnh Quốc Bảo", "Quản trị hệ thống", "CM-VP", (Role.ADMIN, Role.TRAINER, Role.ORGANISER)),
)


def load_accounts() -> int:
    """Make the accounts that are not there yet, with roles over the whole province, a contact's over their unit.

    Returns how many.
    """
    province = Unit.objects.get(code="CM")
    made = 0
    for account in ACCOUNTS:
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
