"""What closing now would write, before the button that does it."""

from collections.abc import Mapping, Sequence

import streamlit as st

from kpi.assessment.closing.differences import Difference
from kpi.assessment.closing.preview import Preview
from kpi.assessment.period_names import period_name
from kpi.assessment.period_views import NOT_BEGUN
from kpi.assessment.states import STATE_NAMES
from kpi.language.message import N_
from kpi.law.missing import missing_words
from kpi.ui.leading_on import lead_on
from kpi.ui.period_states import RESULT_FIELDS, RESULT_STATUS
from kpi.ui.rank_words import rank_name
from kpi.ui.words import _, amount, day, named, number, percent, told

WAITING = {NOT_BEGUN: N_("not begun"), **{str(state): name for state, name in STATE_NAMES.items()}}
RANKS = ("excellent", "good", "completed", "not_completed")
SHARES = ("a", "b", "c", "d", "dd", "e", "worked")


def show_preview(found: Preview, code: str) -> None:
    """Figures first, then who and where, each list behind its own tab."""
    show_figures(found)
    if found.behind:
        names = ", ".join(told(period_name(entry["period"])) for entry in found.behind)
        st.caption(_("Put together from: {periods}.", periods=names))
    labels = [
        _("Who is missing ({count})", count=amount(len(found.lacking))),
        _("Quota of “excellent” ({count})", count=amount(len(found.over))),
    ]
    if found.questions:
        labels.append(_("Declared hours ({count})", count=amount(sum(one.asked for one in found.questions))))
    if found.number > 1:
        labels.append(_("Changes since closing {number} ({count})", number=found.number - 1,
                        count=amount(len(found.differences))))  # fmt: skip
    missing, quota, *others = st.tabs(labels)
    with missing:
        show_missing(found)
    with quota:
        show_quota(found, code)
    if found.questions:
        with others.pop(0):
            show_questions(found)
    for tab in others:
        with tab:
            show_differences(found.differences)


def show_figures(found: Preview) -> None:
    """How many results, and how they spread over the ranks."""
    show_ranks(found.ranks)
    others = [f"{named(RESULT_STATUS, key)}: {amount(n)}" for key, n in found.statuses.items() if key != "scored"]
    st.caption(" · ".join([_("Results to write: {count}", count=amount(found.people)), *others]))


def show_ranks(ranks: Mapping[str, int]) -> None:
    """How many in each rank, side by side while there is room."""
    with st.container(horizontal=True):
        for rank in RANKS:
            st.metric(rank_name(rank).capitalize(), amount(ranks.get(rank, 0)), border=True, width=212)


def show_missing(found: Preview) -> None:
    """Everybody who would be closed without a result, and who has to act."""
    if not found.lacking:
        st.success(_("Everybody has a result."), icon=":material/check_circle:")
        return
    waiting = {(one.person_code, one.unit): one for one in found.waiting}
    rows = []
    for one in found.lacking:
        act = waiting.get((one.person_code, one.unit))
        rows.append(
            {
                _("Unit"): one.unit,
                _("Person"): one.person,
                _("What is missing"): missing_of(one.missing),
                _("Stands at"): named(WAITING, act.state if act else one.state) if act or one.state else "–",
                _("Who has to act"): act.who if act else one.approver or "–",
                _("Due"): day(act.due) if act else "–",
            }
        )
    st.dataframe(rows, hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 420))


def missing_of(names: str) -> str:
    """What is missing in words; for a quarter or year the periods without a result."""
    parts = [told(period_name(name)) if name[:1].isdigit() else told(missing_words(name)) for name in names.split("; ")]
    return ", ".join(parts)


def show_quota(found: Preview, code: str) -> None:
    """Where “excellent” is above its quota and nobody decided: closing waits for the competent person."""
    if not found.over:
        st.success(_("The quota holds everywhere, or was decided."), icon=":material/check_circle:")
        return
    st.markdown(over_quota_of(found))
    rows = [
        {
            _("Agency"): group.agency,
            _("Group of similar duties"): group.duty_group or _("the whole agency"),
            _("Good"): group.good,
            _("Excellent"): group.excellent,
            _("Allowed"): group.allowed,
            _("Too many"): group.over,
        }
        for group in found.over
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 420))
    lead_on("ranks", _("To the decisions on ranks"), key=f"to_ranks_{code}", period=code)


def show_questions(found: Preview) -> None:
    """What the checks of declared hours ask; closing does not wait for the answers."""
    st.caption(
        _("The checks only ask; no score and no rank depends on them. Heads answer on their page “Declared hours”.")
    )
    rows = [
        {
            _("Unit"): one.unit,
            _("Questions"): one.asked,
            _("Without the person's answer"): one.by_person,
            _("Without the head's remark"): one.by_head,
        }
        for one in found.questions
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 420))


def over_quota_of(found: Preview) -> str:
    """Why closing waits for the competent persons."""
    return _(
        "Closing waits: in {count} places “excellent” is above its quota and the competent person has not decided.",
        count=amount(len(found.over)),
    )


def show_differences(differences: Sequence[Difference]) -> None:
    """Person by person, field by field."""
    if not differences:
        st.success(_("Nothing changes."), icon=":material/check_circle:")
        return
    rows = [
        {
            _("Unit"): one.unit,
            _("Person"): one.person,
            _("Field"): named(RESULT_FIELDS, one.field),
            _("Before"): value_of(one.field, one.kept),
            _("Now"): value_of(one.field, one.again),
        }
        for one in differences
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height=min(36 * len(rows) + 40, 420))


def value_of(field: str, value: object) -> str:
    """A field's value as a person reads it."""
    if value is None:
        return "–"
    if field in SHARES:
        return percent(float(str(value)))
    if isinstance(value, float):
        return number(value)
    if field == "missing":
        return missing_of(str(value))
    if field == "status":
        return named(RESULT_STATUS, value)
    return rank_name(str(value)) if field.endswith("rank") or field == "rank_366" else str(value)
