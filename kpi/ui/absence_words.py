"""Leave, secondments and moves in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from kpi.assessment.standing.kinds import ABSENCE_NAMES, AbsenceKind
from kpi.assessment.standing.views import PresenceLine
from kpi.ui.words import _, day, named


def span(entry: Mapping[str, Any]) -> str:
    """ "from 02/03/2026 to 13/03/2026", or until further notice."""
    if entry["ends"] is None:
        return _("from {first}, until further notice", first=day(entry["starts"]))
    return _("from {first} to {last}", first=day(entry["starts"]), last=day(entry["ends"]))


def absence_words(entry: Mapping[str, Any]) -> str:
    """ "sick leave from 02/03/2026 to 13/03/2026"; a secondment names its host."""
    kind = named(ABSENCE_NAMES, AbsenceKind(entry["kind"]))
    host = f" ({entry['host']})" if entry.get("host") else ""
    return f"{kind}{host} {span(entry)}"


def why_partly(line: PresenceLine, entries: Sequence[Mapping[str, Any]]) -> str:
    """Why somebody did not work the whole period in a unit."""
    mine = [entry for entry in entries if entry["person_id"] == line.person_id]
    if not line.own:
        return "; ".join(_("seconded here {span}", span=span(entry)) for entry in mine if entry["host"] == line.unit)
    said = [absence_words(entry) for entry in mine]
    if line.joined:
        said.insert(0, _("joined on {day}", day=day(line.joined)))
    if line.left:
        said.append(_("left after {day}", day=day(line.left)))
    return "; ".join(said)
