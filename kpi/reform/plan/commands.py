"""What can be done to a plan: made, filled, amended by decision; its tasks reported on."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class TaskWanted:
    """What a task asks for. quantity: of the product; weight: its share among the plan's tasks, in any unit."""

    code: str
    field: str
    name: str
    product: str
    assigner: str
    lead_unit_code: str
    starts: date
    due: date
    quantity: float = 1.0
    weight: float = 1.0
    support_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CreatePlan:
    """Home Affairs enters a reform plan of a year with its decision."""

    code: str
    year: int
    title: str
    owner_unit_code: str
    decision: str
    decided_on: date

    @property
    def about(self) -> str:
        """The plan, for the audit."""
        return f"plan {self.code}"


@dataclass(frozen=True)
class AddTasks:
    """Home Affairs fills a plan that was not amended yet; all tasks or none."""

    plan_code: str
    tasks: tuple[TaskWanted, ...]

    @property
    def about(self) -> str:
        """The plan, for the audit."""
        return f"plan {self.plan_code}"


@dataclass(frozen=True)
class AmendPlan:
    """Home Affairs changes a plan by a dated decision: `tasks` are changed or new, `dropped` codes end."""

    plan_code: str
    dated: date
    decision: str
    summary: str
    tasks: tuple[TaskWanted, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """The plan, for the audit."""
        return f"plan {self.plan_code}"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


@dataclass(frozen=True)
class ReportTask:
    """The lead unit says how far a task has come on a day: progress from 0 to 1; with 1, the day it was done."""

    task_id: int
    reported_on: date
    progress: float
    done_on: date | None = None
    note: str = ""
    link: str = ""

    @property
    def about(self) -> str:
        """The task, for the audit."""
        return f"plan task {self.task_id}"


@dataclass(frozen=True)
class WithdrawReport:
    """A report was wrong: it counts no more, and stays with the reason."""

    report_id: int
    reason: str

    @property
    def about(self) -> str:
        """The report, for the audit."""
        return f"task report {self.report_id}"
