"""The columns of the four tables and of the result, by the names files and screens share."""

FAMILIES = (
    *("unit", "family", "existing", "awt_hours", "working_days", "hours_per_day"),
    *("public_holidays", "annual_leave", "sick_leave", "other_leave"),
)
ACTIVITIES = ("unit", "family", "activity", "volume", "rate_per_hour", "unit_time_minutes")
SUPPORT = ("unit", "family", "activity", "amount", "basis")
INDIVIDUAL = ("unit", "family", "duty", "staff", "hours_per_year")
RESULTS = (
    *("unit", "family", "awt_hours", "a", "b", "c"),
    *("required", "rounded", "existing", "difference", "ratio"),
)
LEAVES = ("public_holidays", "annual_leave", "sick_leave", "other_leave")
BASES = ("min_per_day", "hours_per_week", "hours_per_year", "percent")

USUAL_DAY = 8.0  # hours a day; 40 a week in state agencies (Decision 188/1999/QĐ-TTg)
USUAL_WEEK = 5  # working days a week
