"""The record's commands, tables and columns of closing a period, in words."""

COMMANDS: dict[str, str] = {}
TABLES: dict[str, str] = {}
SUBJECTS: dict[str, str] = {}
COLUMNS: dict[str, str] = {}
