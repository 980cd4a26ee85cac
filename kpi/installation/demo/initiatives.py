"""Generated initiatives of units: without one nobody who leads a unit reaches 100% in criterion đ (Art. 15)."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from kpi.installation.demo.exemplary import exemplary
from kpi.installation.demo.people import SEED
from kpi.organisation.kinds import UnitKind
from kpi.storage.tables import Initiative, Month, Period, Unit

LABEL = "(Số liệu minh họa do máy tạo.)"
RECORDED_BY = "Dữ liệu minh họa"
SHARE = 0.55  # of the units with people, in each month
IDEAS = (
    (
        "Lập danh mục hồ sơ sắp đến hạn và nhắc công chức xử lý mỗi sáng",
        "Số hồ sơ trễ hạn của đơn vị giảm từ 7 xuống 2 trong tháng.",
    ),
    (
        "Mẫu hóa các văn bản trả lời thường gặp để dùng chung",
        "Thời gian soạn một văn bản trả lời giảm từ khoảng 90 xuống 40 phút.",
    ),
    (
        "Tổ chức tiếp nhận hồ sơ lưu động tại thôn, tổ dân phố xa trung tâm vào thứ Năm",
        "Tiếp nhận 64 hồ sơ tại chỗ, người dân không phải đi lại nhiều lần.",
    ),
    (
        "Số hóa hồ sơ ngay khi tiếp nhận thay vì sau khi giải quyết",
        "Tỷ lệ hồ sơ số hóa của đơn vị tăng thêm 11 điểm phần trăm.",
    ),
    (
        "Phân công công chức hỗ trợ người dân nộp hồ sơ trực tuyến tại bộ phận một cửa",
        "Tỷ lệ hồ sơ trực tuyến tăng từ 71% lên 83% trong tháng.",
    ),
    (
        "Họp giao ban đầu tuần bằng bảng theo dõi nhiệm vụ dùng chung",
        "Số cuộc họp trong tháng giảm từ 9 xuống 5, không có nhiệm vụ bị bỏ sót.",
    ),
)
RECOGNISED = (None, None, "Hội đồng sáng kiến của đơn vị")


def add_initiatives(session: Session, period: Period, until: datetime) -> None:
    """One for a good half of the units whose people have a month in the period; of the province itself none."""
    of_people = select(Month.unit_id).where(Month.period_id == period.id)
    units = select(Unit.id).where(Unit.id.in_(of_people), Unit.kind != UnitKind.PROVINCE).order_by(Unit.id)
    at = min(datetime.combine(period.ends, datetime.min.time(), until.tzinfo), until - timedelta(hours=1))
    drawn = [(unit, Random(f"{SEED} initiative {unit} {period.code}")) for unit in session.scalars(units)]
    rows = [
        _initiative(chance, unit, period.id, at)
        for unit, chance in drawn
        if chance.random() < SHARE or exemplary(unit, period.code)
    ]
    if rows:
        session.execute(insert(Initiative), rows)


def _initiative(chance: Random, unit_id: int, period_id: int, at: datetime) -> dict[str, Any]:
    title, effect = chance.choice(IDEAS)
    return {
        "unit_id": unit_id, "period_id": period_id, "title": title, "effect": f"{effect} {LABEL}",
        "recognised_by": chance.choice(RECOGNISED), "recorded_by": RECORDED_BY, "recorded_at": at,
    }  # fmt: skip
