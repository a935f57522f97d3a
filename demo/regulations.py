"""The demonstration's regulations, read by the product's own importer from demo/regulations/."""

from datetime import date, datetime
from pathlib import Path

from people.models import User
from regulations.importing import AlreadyImported, Facts, import_document

FOLDER = Path(__file__).parent / "regulations"

# What the text at hand does not say, or says in capitals.
FACTS: dict[str, Facts] = {
    "76-NQ-CP": Facts(
        title="Ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030",
    ),
    "61-2018-NĐ-CP": Facts(
        expired_on=date(2025, 7, 1), expiry_reason="Được thay thế bởi Nghị định 118/2025/NĐ-CP"
    ),
    "47-QĐ-UBND-2014-CaMau": Facts(
        title="Ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2014 trên địa bàn tỉnh Cà Mau",
        expired_on=date(2015, 1, 1),
        expiry_reason="Đã hết thời hạn thực hiện kế hoạch năm 2014",
    ),
}  # fmt: skip


def load_regulations(now: datetime) -> int:
    """Import the texts that are not there yet. Returns how many."""
    made = 0
    trainer = User.objects.get(username="canbo1")
    for path in sorted(FOLDER.glob("*.txt")):
        try:
            import_document(path.read_bytes(), by=trainer, now=now, file_name=path.name, facts=FACTS.get(path.stem))
        except AlreadyImported:
            continue
        made += 1
    return made
