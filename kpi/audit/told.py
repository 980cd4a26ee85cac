"""The outcome of a verification, in sentences."""

from collections.abc import Iterator

from kpi.audit.verify import Verification
from kpi.language.message import Message, say


def sentences(result: Verification) -> Iterator[Message]:
    """One for each alteration, naming its entry; then the sum of it."""
    for found in result.alterations:
        yield say("Entry {entry}: {what}", entry=found.entry, what=found.what)
    read = {"entries": result.entries, "rows": result.rows}
    if result.intact:
        yield say("Nothing was altered: {entries} entries and {rows} rows agree.", **read)
    else:
        count = len(result.alterations)
        yield say("{count} alterations were found in {entries} entries and {rows} rows.", count=count, **read)
