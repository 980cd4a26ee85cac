"""Kinds of absence and grounds of Art. 20.4, with their words."""

from enum import StrEnum

from kpi.language.message import N_


class AbsenceKind(StrEnum):
    """Why somebody does not work at their own post."""

    SICK = "sick"
    MATERNITY = "maternity"
    JUSTIFIED = "justified"
    UNPAID = "unpaid"
    STUDY = "study"
    SECONDMENT = "secondment"


ABSENCE_NAMES = {
    AbsenceKind.SICK: N_("sick leave"),
    AbsenceKind.MATERNITY: N_("maternity leave"),
    AbsenceKind.JUSTIFIED: N_("leave for a justified reason"),
    AbsenceKind.UNPAID: N_("unpaid leave"),
    AbsenceKind.STUDY: N_("training or study"),
    AbsenceKind.SECONDMENT: N_("secondment to another unit"),
}


class Ground(StrEnum):
    """What makes a result "not completed" whatever the score (Decree 335/2025 Art. 20.4)."""

    DECLINED = "declined"
    DISCIPLINED = "disciplined"
    CORRUPTION = "corruption"


GROUND_NAMES = {
    Ground.DECLINED: N_("concluded decline in ideology, morals or way of life"),
    Ground.DISCIPLINED: N_("duty-related discipline from reprimand up"),
    Ground.CORRUPTION: N_("corruption or waste in the unit directly led, handled by law"),
}
