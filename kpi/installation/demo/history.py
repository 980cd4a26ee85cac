"""The months of everybody in a demonstration, period by period."""

from datetime import date
from random import Random

from sqlalchemy.orm import Session

from kpi.assessment.rules import rules_of
from kpi.installation.demo.accounts import holders
from kpi.installation.demo.course import state_of
from kpi.installation.demo.initiatives import add_initiatives
from kpi.installation.demo.leading import settle_leaders
from kpi.installation.demo.moments import latest
from kpi.installation.demo.months import Made, Setting, Worker, made_month
from kpi.installation.demo.people import SEED, Staffed
from kpi.installation.demo.raters import Tree
from kpi.installation.demo.repertoire import Repertoire
from kpi.installation.demo.scores import score_rows
from kpi.installation.demo.store import Numbering, store
from kpi.installation.structure import Structure, month_period
from kpi.law import Rules, general_criteria
from kpi.storage.tables import Period

CLOSED_FROM = 2  # months back


class History:
    """Adds one period after the other, oldest first, seen from the day `today`."""

    def __init__(self, session: Session, structure: Structure, people: Staffed, today: date) -> None:
        self._session = session
        self._today = today
        self._names = {person.id: person.full_name for person in people.people}
        self._members = {person.id: person.party_member for person in people.people}
        self._workers = _workers(structure, people)
        self._forced = {
            (post.person_id, back): state
            for entry, post in holders(structure.units, people)
            for back, state in entry.states
        }
        self._numbering = Numbering()

    def add(self, code: str, back: int) -> None:
        """The period `code`, which lies `back` months before the present one, with a month for everybody rated."""
        period = month_period(code, "closed" if back >= CLOSED_FROM else "open")
        self._session.add(period)
        self._session.flush()
        rules = rules_of(self._session, period.starts)
        setting = self._setting(period, rules)
        months = [self._made(worker, body, back, setting) for worker, body in self._workers]
        store(self._session, months, score_rows(months, self._members, rules))
        add_initiatives(self._session, period, latest(self._today))
        settle_leaders(self._session, period, rules)

    def _setting(self, period: Period, rules: Rules) -> Setting:
        maxima = {leaf.code: leaf.maximum for group in general_criteria(rules.since) for leaf in group.criteria}
        run = (self._today - period.starts).days / ((period.ends - period.starts).days + 1)
        return Setting(period, min(1.0, max(0.0, run)), maxima, self._names, latest(self._today))

    def _made(self, worker: Worker, body: str, back: int, setting: Setting) -> Made:
        chance = Random(f"{SEED} state {worker.person.id} {setting.period.code}")
        drawn = state_of(chance, back, body, worker.raters)
        made = made_month(worker, self._forced.get((worker.person.id, back), drawn), setting)
        self._numbering.number(made)
        return made


def _workers(structure: Structure, people: Staffed) -> list[tuple[Worker, str]]:
    """Everybody who is rated here, with the code of the body they belong to.

    The Party secretary and the chair of the province are rated by the Central level, outside this tool.
    """
    tree = Tree(structure.units, people)
    repertoire = Repertoire(structure.products, tree)
    workers = []
    for person, post in zip(people.people, people.posts, strict=True):
        raters = tree.raters(post)
        if raters.approver_id is not None and tree.unit(post.unit_id).code != "TU":
            skill = Random(f"{SEED} skill {person.id}").betavariate(4.5, 2)
            workers.append((Worker(person, post, raters, repertoire.of(post), skill), tree.body(post.unit_id).code))
    return workers
