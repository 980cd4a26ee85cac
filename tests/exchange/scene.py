"""A small commune with a division, made by inserting rows and carrying out commands."""

from datetime import date

from sqlalchemy import select

from kpi.access.actor import Actor, Holding
from kpi.access.execute import execute
from kpi.access.permissions import Role
from kpi.assessment.assign import AssignWork, Work
from kpi.assessment.marks import MarkOneself, MarkOther, MarkValue
from kpi.assessment.record import Cell, RecordWork
from kpi.assessment.review import ApproveMonths, ReviewMonth, Seen
from kpi.assessment.submit import SubmitMonth
from kpi.assessment.views import month_of
from kpi.law import general_criteria
from kpi.storage.tables import AuditEntry, Period, Person, Post, Product, Unit
from kpi.storage.unit_of_work import UnitOfWork, reading

PERIOD, STARTS, ENDS = "2026-03", date(2026, 3, 1), date(2026, 3, 31)
SINCE = date(2026, 1, 1)
COMMUNE, DIVISION = "/1/2/", "/1/2/3/"


NAMES = ("Nguyễn Thị An", "Phạm Quốc Dũng", "Võ Minh Đức")
TITLES = (
    "Chứng thực bản sao từ bản chính",
    "Giải quyết hồ sơ đăng ký kinh doanh hộ cá thể",
    "Xác minh nguồn gốc đất",
    "Danh mục của phòng khác",
)


def build(engine, people=2):
    """A chairman (1), a head (2), `people` staff from 3 on; products 1 to 3 for all, 4 for another division."""
    add(engine, unit(1, "KH", "Ủy ban nhân dân tỉnh Khánh Hòa", "province", None, "/1/"))
    add(engine, unit(2, "X01", "Ủy ban nhân dân xã Diên Khánh", "commune", 1, COMMUNE))
    add(engine, unit(3, "X01-KT", "Phòng Kinh tế", "division", 2, DIVISION))
    add(engine, unit(4, "X01-VP", "Văn phòng", "division", 2, "/1/2/4/"))
    official(engine, 1, "Trần Văn Bình", "head", "Chủ tịch Ủy ban nhân dân", 2)
    official(engine, 2, "Lê Thị Cúc", "head", "Trưởng phòng")
    for number in range(3, 3 + people):
        name = NAMES[number - 3] if number - 3 < len(NAMES) else f"Công chức số {number}"
        official(engine, number, name, "staff", "Chuyên viên")
    for number, k in ((1, 1.0), (2, 1.6), (3, 2.4)):
        add(engine, product(number, k))
    add(engine, product(4, 1.0, unit_id=4))
    for number, starts, ends in ((1, STARTS, ENDS), (2, date(2026, 4, 1), date(2026, 4, 30))):
        days = {"submit_by": ends, "review_by": ends, "approve_by": ends}
        add(
            engine,
            Period(id=number, code=f"{starts:%Y-%m}", kind="month", starts=starts, ends=ends, state="open", **days),
        )


def unit(number, code, name, kind, parent_id, path):
    return Unit(id=number, code=code, name=name, kind=kind, parent_id=parent_id, path=path, valid_from=SINCE)


def product(number, k, unit_id=None):
    return Product(
        id=number,
        code=f"X.0{number}",
        task="Nhiệm vụ",
        detail=TITLES[number - 1],
        output="Văn bản",
        task_group="C",
        scope="unit" if unit_id else "commune",
        unit_id=unit_id,
        complexity=1,
        points=25 * k,
        standard_points=25,
        coefficient=k,
        valid_from=SINCE,
    )


def official(engine, number, name, role, title, unit=3, member=True):
    add(engine, Person(id=number, code=f"CC00{number}", full_name=name, party_member=member, generated=True))
    add(
        engine,
        Post(
            person_id=number,
            unit_id=unit,
            role=role,
            title=title,
            job_position=title,
            duty_group="Chuyên môn, nghiệp vụ",
            valid_from=SINCE,
        ),
    )


def add(engine, *rows):
    with UnitOfWork(engine) as work:
        for row in rows:
            work.session.add(row)
            work.session.flush()
        work.commit()


def actor(number, role=Role.OFFICIAL, path=DIVISION, language="vi"):
    roles = {Role.OFFICIAL, role}
    return Actor(
        number,
        f"cc00{number}",
        f"Công chức {number}",
        number,
        tuple(Holding(held, path) for held in sorted(roles)),
        language=language,
    )


CHAIRMAN, HEAD, AN, DUNG = actor(1, Role.HEAD, COMMUNE), actor(2, Role.HEAD), actor(3), actor(4)


def assign(engine, person=3, *works):
    works = works or (Work(1, 20, due=date(2026, 3, 25)), Work(2, 10), Work(3, 4))
    execute(AssignWork(1, (person,), tuple(works)), CHAIRMAN if person == 2 else HEAD, engine)
    return view(engine, person)


def view(engine, person=3):
    with reading(engine) as session:
        return month_of(session, CHAIRMAN, person, PERIOD)


def record(engine, person=3, done=(20, 9, 4)):
    month = view(engine, person)
    cells = tuple(Cell(line["id"], "done", count, line["done"]) for line, count in zip(month.lines, done, strict=False))
    execute(RecordWork(month.id, cells), actor(person), engine)
    return view(engine, person)


def mark(engine, person=3, share=0.9, leader=None):
    month = view(engine, person)
    leaves = [leaf for group in general_criteria(SINCE) for leaf in group.criteria]
    marks = [MarkValue(leaf.code, round(leaf.maximum * share, 2)) for leaf in leaves]
    marks += [MarkValue(code, value) for code, value in (leader or {}).items()]
    execute(MarkOneself(month.id, tuple(marks)), actor(person), engine)
    return view(engine, person)


def submitted(engine, person=3):
    """A month handed in, with everything it needs."""
    assign(engine, person)
    record(engine, person)
    month = mark(engine, person)
    execute(SubmitMonth(month.id, month.revision), actor(person), engine)
    return view(engine, person)


def approved(engine, person=3):
    """A month reviewed (II.1 lowered to 2 points) and approved."""
    month = submitted(engine, person)
    execute(MarkOther(month.id, (MarkValue("II.1", 2.0, "Còn chậm"),)), HEAD, engine)
    month = view(engine, person)
    execute(ReviewMonth(month.id, month.revision, "Đồng ý với kết quả thẩm định"), HEAD, engine)
    month = view(engine, person)
    execute(ApproveMonths((Seen(month.id, month.revision),)), CHAIRMAN, engine)
    return view(engine, person)


def entries(engine):
    """How many audit entries there are, the newest first."""
    with reading(engine) as session:
        return [entry.command for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()))]
