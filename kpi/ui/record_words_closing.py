"""The record's commands, tables and columns of closing a period, in words."""

from kpi.language.message import N_

COMMANDS: dict[str, str] = {
    "PublishResults": N_("published the results of a period"),
    "FilePetition": N_("petitioned against a result"),
    "WithdrawPetition": N_("took a petition back"),
    "AnswerPetition": N_("answered a petition"),
    "CorrectResult": N_("corrected a published result"),
    "NoteReminder": N_("sent a reminder"),
}
TABLES: dict[str, str] = {
    "petition": N_("petition"),
    "correction": N_("correction"),
    "reminder": N_("reminder"),
}
SUBJECTS: dict[str, str] = {
    "result": N_("result"),
    "petition": N_("petition"),
    "reminder": N_("reminder"),
}
COLUMNS: dict[str, str] = {
    "published_at": N_("published at"),
    "petition_by": N_("petition by"),
    "contested": N_("what is contested"),
    "against_decider": N_("the decider is contested too"),
    "text": N_("text"),
    "filed_at": N_("filed at"),
    "answer_by": N_("answer by"),
    "addressee_id": N_("addressed to"),
    "decision_number": N_("number of the decision"),
    "decision_date": N_("date of the decision"),
    "reasons": N_("reasons"),
    "answered_at": N_("answered at"),
    "answered_by": N_("answered by"),
    "result_id": N_("result"),
    "petition_id": N_("petition"),
    "before": N_("before"),
    "after": N_("after"),
    "rank_before": N_("rank before"),
    "rank_after": N_("rank after"),
    "made_by": N_("made by"),
    "deadline": N_("deadline"),
    "days_before": N_("days before"),
    "sent_at": N_("sent at"),
}
