"""Two generated petitions against the last published month: one answered, one that waits for its answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.petitions.competent import competent
from kpi.assessment.petitions.words import FILED, REFUSED
from kpi.assessment.publishing.deadlines import answer_by
from kpi.installation.demo.initiatives import LABEL
from kpi.language.numbers import HANOI
from kpi.storage.tables import Closing, Period, PeriodResult, Person, Petition, Unit

WARD = "22366"  # whose chair's account has something to answer
ANSWER = (
    "Đã đối chiếu nhật ký công việc và ngày giao sản phẩm: ba lần chậm đều phát sinh sau hạn đã thống nhất, không có "
    f"xác nhận nguyên nhân khách quan. Giữ nguyên kết quả. {LABEL}"
)


@dataclass(frozen=True)
class Wish:
    """What is contested (as a petition names it), in which words, and the answer where there is one."""

    contested: str
    text: str
    answer: str | None = None


WISHES = (
    Wish(
        "c", f"Ba sản phẩm bị tính chậm là do chờ ý kiến của đơn vị phối hợp; đề nghị xem lại tiến độ. {LABEL}", ANSWER
    ),
    Wish(
        "b,rank",
        "Một sản phẩm bị ghi không đạt chất lượng nhưng đã được nghiệm thu ngay trong tháng; đề nghị tính lại tỷ lệ "
        f"chất lượng và xếp loại. {LABEL}",
    ),
)


def add_petitions(session: Session) -> None:
    """Nothing where no month is published."""
    months = select(Period).where(Period.state == "published", Period.derived.is_(False))
    period = session.scalars(months.order_by(Period.starts.desc()).limit(1)).one_or_none()
    if period is None or period.published_at is None:
        return
    people = _lowest(session, period, len(WISHES))
    for wish, result in zip(WISHES, people, strict=False):
        session.add(_petition(session, wish, result, period.published_at))
    session.flush()


def _lowest(session: Session, period: Period, number: int) -> list[PeriodResult]:
    """Those of the ward's staff who lost most by timeliness, whoever they are: they have a reason to ask."""
    query = (
        select(PeriodResult)
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Unit, Unit.id == PeriodResult.unit_id)
        .where(
            Closing.period_id == period.id, PeriodResult.status == "scored", PeriodResult.role == "staff",
            Unit.path.startswith(select(Unit.path).where(Unit.code == WARD).scalar_subquery()),
        )
        .order_by(PeriodResult.c, PeriodResult.id)
    )  # fmt: skip
    return list(session.scalars(query.limit(number)))


def _petition(session: Session, wish: Wish, result: PeriodResult, published: datetime) -> Petition:
    filed = published + timedelta(hours=3)
    day = filed.astimezone(HANOI).date()
    able = competent(session, result, against_decider=False, on=day)
    made = Petition(
        result_id=result.id, person_id=result.person_id, unit_id=result.unit_id, contested=wish.contested,
        text=wish.text, filed_at=filed, answer_by=answer_by(session, result.rule_set, day), state=FILED,
        addressee_id=able[0],
    )  # fmt: skip
    if wish.answer:
        answered = filed + timedelta(hours=20)
        made.state, made.reasons, made.answered_at = REFUSED, wish.answer, answered
        made.decision_number, made.decision_date = "21/QĐ-UBND", answered.astimezone(HANOI).date()
        made.answered_by = session.scalars(select(Person.full_name).where(Person.id == able[0])).one()
    return made
