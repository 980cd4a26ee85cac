"""The reform plan: its tasks, how far each has come and from what, and what is late."""

from kpi.reform.plan import keeping, reporting
from kpi.reform.plan.commands import AddTasks, AmendPlan, CreatePlan, ReportTask, TaskWanted, WithdrawReport
from kpi.reform.plan.views import late_tasks

__all__ = [
    "AddTasks",
    "AmendPlan",
    "CreatePlan",
    "ReportTask",
    "TaskWanted",
    "WithdrawReport",
    "keeping",
    "late_tasks",
    "reporting",
]
