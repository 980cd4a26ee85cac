"""Why somebody has their rank under one of the rule sets compared, in words."""

from kpi.assessment.comparing.compare import Compared
from kpi.language.message import Message, say
from kpi.law.explain import Step, explain
from kpi.law.party import party_reasons
from kpi.law.ruleset import Text

LANGUAGES = ("vi", "en")


def why(compared: Compared, month_id: int) -> Text:
    """The deciding sentence: of the rank itself, or of every condition where a rule set has those instead of points."""
    if compared.party is not None:
        said = _party(compared, month_id)
        return {language: " ".join(one.in_(language) for one in said) for language in LANGUAGES}
    steps = steps_under(compared, month_id)
    told = steps if compared.id == "nd90" else steps[-1:]
    return {language: " ".join(step.text[language] for step in told) for language in LANGUAGES}


def steps_under(compared: Compared, month_id: int) -> list[Step]:
    """Every step but the single lines of work, which belong to the month's own page."""
    if compared.party is not None:
        return []
    return [step for step in explain(compared.scores, month_id) if step.figure != "line"]


def _party(compared: Compared, month_id: int) -> list[Message]:
    assert compared.party is not None
    result = compared.party[compared.party["person"] == month_id].iloc[0]
    if not result["member"]:
        return [say("Not a Party member, so this regulation does not rank them.")]
    scored = compared.scores.people[compared.scores.people["person"] == month_id].iloc[0]
    return party_reasons(result, scored, compared.rules)
