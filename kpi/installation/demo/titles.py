"""What heads, deputies and staff are called, by the name of the unit."""

from dataclasses import dataclass

from kpi.organisation.kinds import COMMUNE_LEVEL
from kpi.storage.tables import Unit

LEADERS = (
    ("Sở ", "Giám đốc Sở", "Phó Giám đốc Sở"),
    ("Thanh tra tỉnh", "Chánh Thanh tra tỉnh", "Phó Chánh Thanh tra tỉnh"),
    ("Văn phòng", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    ("Trung tâm", "Giám đốc Trung tâm", "Phó Giám đốc Trung tâm"),
    ("Ủy ban Kiểm tra", "Chủ nhiệm", "Phó Chủ nhiệm"),
    ("Cơ quan Ủy ban Kiểm tra", "Chủ nhiệm", "Phó Chủ nhiệm"),
    ("Tỉnh ủy", "Bí thư Tỉnh ủy", "Phó Bí thư Tỉnh ủy"),
    ("Đảng ủy", "Bí thư Đảng ủy", "Phó Bí thư Đảng ủy"),
    ("Ban ", "Trưởng ban", "Phó Trưởng ban"),
    ("Phòng ", "Trưởng phòng", "Phó Trưởng phòng"),
    ("Tỉnh ", "Chủ tịch Ủy ban nhân dân tỉnh", "Phó Chủ tịch Ủy ban nhân dân tỉnh"),
)
COMMUNE_LEADERS = ("Chủ tịch Ủy ban nhân dân", "Phó Chủ tịch Ủy ban nhân dân")
COMMUNE_POSITIONS = {
    "VP": ("tổng hợp, thi đua", "tư pháp, hộ tịch", "văn thư, lưu trữ", "công nghệ thông tin", "kế toán văn phòng"),
    "KT": ("quản lý đất đai", "tài chính, ngân sách", "quản lý xây dựng", "nông nghiệp, môi trường", "đầu tư công"),
    "VHXH": ("văn hóa, thông tin", "giáo dục", "y tế", "lao động, người có công", "dân tộc, tôn giáo, bảo trợ xã hội"),
    "PVHCC": ("tiếp nhận và trả kết quả", "hướng dẫn dịch vụ công trực tuyến", "số hóa hồ sơ"),
}
COMMUNE_GROUPS = {
    "VP": "Công chức văn phòng, tư pháp cấp xã",
    "KT": "Công chức kinh tế, hạ tầng cấp xã",
    "VHXH": "Công chức văn hóa, xã hội cấp xã",
    "PVHCC": "Công chức Trung tâm Phục vụ hành chính công",
}
OFFICE_POSITIONS = ("hành chính, tổng hợp", "kế toán", "văn thư, lưu trữ", "công nghệ thông tin")


@dataclass(frozen=True)
class Wording:
    """A post in words: title, job position (vị trí việc làm), and the group of similar duties the quota looks at."""

    title: str
    job_position: str
    duty_group: str


def leader(unit: Unit, role: str, *, is_body: bool) -> Wording:
    """A head ("head") or deputy ("deputy") of a body, or of one of its divisions."""
    place = 0 if role == "head" else 1
    if unit.kind in COMMUNE_LEVEL:
        title = f"{COMMUNE_LEADERS[place]} {unit.name[0].lower()}{unit.name[1:]}"
        return Wording(title[:120], COMMUNE_LEADERS[place], "Lãnh đạo Ủy ban nhân dân cấp xã")
    title = next(words[place] for start, *words in LEADERS if unit.name.startswith(start))
    if is_body:
        return Wording(title, f"{title}"[:120], "Lãnh đạo cơ quan cấp tỉnh")
    group = ("Trưởng phòng và tương đương", "Phó Trưởng phòng và tương đương")[place]
    return Wording(title, title, group)


def staff(unit: Unit, number: int, body: Unit) -> Wording:
    """The `number`-th member of a division's staff, from 0."""
    suffix = unit.code.rsplit(".", 1)[-1]
    if body.kind in COMMUNE_LEVEL:
        works = COMMUNE_POSITIONS[suffix]
        work, group = works[number % len(works)], COMMUNE_GROUPS[suffix]
    else:
        works = OFFICE_POSITIONS if not unit.name.startswith("Phòng ") else (_field(unit),)
        work, group = works[number % len(works)], "Chuyên viên và tương đương"
    rank = "Chuyên viên chính" if number % 4 == 3 else "Chuyên viên"
    return Wording(rank, f"{rank} về {work}"[:120], group)


def _field(unit: Unit) -> str:
    name = unit.name.removeprefix("Phòng ")
    return name[0].lower() + name[1:]
