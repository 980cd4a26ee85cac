"""What bears on a person's result in a period besides their work: time worked, disqualifying facts, whom they lead."""

from kpi.assessment.standing.facts import disqualified_in
from kpi.assessment.standing.leading import leader_criteria
from kpi.assessment.standing.other_inputs import with_inputs
from kpi.assessment.standing.ruling import rules_for
from kpi.assessment.standing.worked import away_in, ranked_by, worked_in

__all__ = ["away_in", "disqualified_in", "leader_criteria", "ranked_by", "rules_for", "with_inputs", "worked_in"]
