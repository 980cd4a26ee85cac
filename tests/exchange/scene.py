"""A small commune with a division, made by inserting rows and carrying out commands."""

from datetime import date

from kpi.access.actor import Actor, Holding
from kpi.access.execute import execute
from kpi.access.permissions import Role
from kpi.assessment.assign import AssignWork, Work
from kpi.assessment.marks import MarkOneself, MarkValue
from kpi.assessment.record import Cell, RecordWork
from kpi.assessment.views import month_of
from kpi.law import general_criteria
from kpi.storage.tables import Period, Person, Post, Product, Unit
from kpi.storage.unit_of_work import UnitOfWork, reading

PERIOD, STARTS, ENDS = "2026-03", date(2026, 3, 1), date(2026, 3, 31)
SINCE = date(2026, 1, 1)
COMMUNE, DIVISION = "/1/2/", "/1/2/3/"


def build(engine, people=2):
    """Units 1–3, a chairman (1), a head of division (2), `people` staff from 3 on, products 1–3, an open March."""
    add(engine, Unit(id=1, code="KH", name="Ủy ban nhân dân tỉnh Khánh Hòa", kind="province", path="/1/", valid_from=SINCE))
    add(engine, Unit(id=2, code="X01", name="Ủy ban nhân dân xã Diên Khánh", kind="commune", parent_id=1, path=COMMUNE, valid_from=SINCE),)
    add(engine, Unit(id=3, code="X01-KT", name="Phòng Kinh tế", kind="division", parent_id=2, path=DIVISION, valid_from=SINCE))
    official(engine, 1, "Trần Văn Bình", "head", "Chủ tịch Ủy ban nhân dân", 2)
    official(engine, 2, "Lê Thị Cúc", "head", "Trưởng phòng")
    for number in range(3, 3 + people):
        official(engine, number, NAMES[(number - 3) % len(NAMES)] + ("" if number < 6 else f" {number}"), "staff", "Chuyên viên")
    for number, k in ((1, 1.0), (2, 1.6), (3, 2.4)):
        add(engine, product(number, k))
    add(engine, Product(**{**product(4, 1.0).__dict__, **foreign()}) if False else product(4, 1.0, unit_id=1))
    add(engine, Period(id=1, code=PERIOD, kind="month", starts=STARTS, ends=ENDS, submit_by=date(2026, 4, 2),
                       review_by=date(2026, 4, 7), approve_by=date(2026, 4, 10), state="open"))


NAMES = ("Nguyễn Thị An", "Phạm Quốc Dũng", "Võ Minh Đức")


def foreign():
    return {}


def product(number, k, unit_id=None):
    return Product(
        id=number, code=f"X.0{number}", task="Nhiệm vụ", detail=TITLES[number - 1], output="Văn bản", task_group="C",
        scope="unit" if unit_id else "commune", unit_id=unit_id, complexity=1, points=25 * k, standard_points=25,
        coefficient=k, valid_from=SINCE,
    )  # fmt: skip


TITLES = ("Chứng thực bản sao từ bản chính", "Giải quyết hồ sơ đăng ký kinh doanh hộ cá thể", "Xác minh nguồn gốc đất", "Danh mục của tỉnh")


def official(engine, number, name, role, title, unit=3, member=True):
    add(engine, Person(id=number, code=f"CC00{number}", full_name=name, party_member=member, generated=True))
    add(engine, Post(person_id=number, unit_id=unit, role=role, title=title, job_position=title,
                     duty_group="Chuyên môn, nghiệp vụ", valid_from=SINCE))


def add(engine, row):
    with UnitOfWork(engine) as work:
        work.session.add(row)
        work.commit()


def actor(number, role=Role.OFFICIAL, path=DIVISION, language="vi"):
    roles = {Role.OFFICIAL, role}
    return Actor(number, f"cc00{number}", f"Công chức {number}", number,
                 tuple(Holding(held, path) for held in sorted(roles)), language=language)


CHAIRMAN, HEAD, AN, DUNG = actor(1, Role.HEAD, COMMUNE), actor(2, Role.HEAD), actor(3), actor(4)


def assign(engine, person=3, *works):
    works = works or (Work(1, 20, due=date(2026, 3, 25)), Work(2, 10), Work(3, 4))
    execute(AssignWork(1, (person,), tuple(works)), CHAIRMAN if person == 2 else HEAD, engine)
    return view(engine, person)


def view(engine, person=3, who=None):
    with reading(engine) as session:
        return month_of(session, who or CHAIRMAN if person != 1 else CHAIRMAN, person, PERIOD)


def record(engine, person=3, done=(20, 9, 4), who=None):
    month = view(engine, person)
    cells = tuple(Cell(line["id"], "done", count, line["done"])
                  for line, count in zip(month.lines, done, strict=False))
    execute(RecordWork(month.id, cells), who or actor(person), engine)
    return view(engine, person)


def mark(engine, person=3, share=0.9, leader=None):
    month = view(engine, person)
    leaves = [leaf for group in general_criteria(SINCE) for leaf in group.criteria]
    marks = [MarkValue(leaf.code, round(leaf.maximum * share, 2)) for leaf in leaves]
    marks += [MarkValue(code, value) for code, value in (leader or {}).items()]
    execute(MarkOneself(month.id, tuple(marks)), actor(person), engine)
    return view(engine, person)
