"""How far a task has come and where it stands on a day, from work approved and from reports; nothing is typed twice.

Two sources stand side by side: products reviewed as done in approved months ÷ the quantity planned (at most 1), and the
lead unit's direct report. The one about the later day counts; work never undoes a report that said "done". (A local
rule: no text settles it.) A task is done on the day its report says, or on the last day of the month in which the
approved products reached the quantity planned.
"""

import numpy as np
import pandas as pd

from kpi.reform.words import SOON_DAYS, Standing

WORK = ["task_id", "of", "done"]
REPORTS = ["task_id", "id", "of", "progress", "done_on"]


def progress(tasks: pd.DataFrame, work: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """What counts for each task.

    tasks: task_id, quantity. work: task_id, of (the day the work is of), done (products), a row for each approved line.
    reports: task_id, id, of, progress (0 to 1), done_on. Days are datetime64.
    Returns task_id, by_work, work_of, by_report, report_of, progress, done_on, source ("work", "report" or "none").
    """
    frame = tasks[["task_id", "quantity"]].merge(_by_work(tasks, work), on="task_id", how="left")
    frame = frame.merge(_latest(reports), on="task_id", how="left")
    finished = frame["by_report"] >= 1
    report_counts = frame["by_report"].notna() & (
        finished | frame["work_of"].isna() | (frame["report_of"] >= frame["work_of"])
    )
    by_work = ~report_counts & frame["by_work"].notna()
    frame["progress"] = frame["by_report"].where(report_counts, frame["by_work"]).fillna(0.0)
    frame["done_on"] = frame["report_done_on"].where(report_counts, frame["work_done_on"])
    frame["done_on"] = frame["done_on"].where(frame["progress"] >= 1)
    frame["source"] = np.select([report_counts, by_work], ["report", "work"], "none")
    names = ["task_id", "by_work", "work_of", "by_report", "report_of", "progress", "done_on", "source"]
    return frame[names]


def _by_work(tasks: pd.DataFrame, work: pd.DataFrame) -> pd.DataFrame:
    lines = work.merge(tasks[["task_id", "quantity"]], on="task_id").sort_values("of", kind="stable")
    lines["share"] = (lines.groupby("task_id")["done"].cumsum() / lines["quantity"]).clip(upper=1.0)
    summed = lines.groupby("task_id", as_index=False).agg(by_work=("share", "last"), work_of=("of", "max"))
    reached = lines[lines["share"] >= 1].groupby("task_id", as_index=False).agg(work_done_on=("of", "min"))
    return summed.merge(reached, on="task_id", how="left")


def _latest(reports: pd.DataFrame) -> pd.DataFrame:
    newest = reports.sort_values(["of", "id"], kind="stable").drop_duplicates("task_id", keep="last")
    names = {"progress": "by_report", "of": "report_of", "done_on": "report_done_on"}
    return newest.rename(columns=names)[["task_id", *names.values()]]


def standing(tasks: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Where each task stands on `day`, as `Standing` says. tasks: starts, due, done_on, progress."""
    done = tasks["done_on"].notna() & (tasks["done_on"] <= day)
    on_time = done & (tasks["done_on"] <= tasks["due"])
    overdue = ~done & (tasks["due"] < day)
    soon = ~done & ~overdue & ((tasks["due"] - day).dt.days <= SOON_DAYS)
    waiting = (tasks["starts"] > day) & (tasks["progress"] == 0)
    choices = [Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.OVERDUE, Standing.DUE_SOON, Standing.NOT_BEGUN]
    found = np.select([on_time, done, overdue, soon, waiting], [str(one) for one in choices], str(Standing.RUNNING))
    return pd.Series(found, tasks.index)
