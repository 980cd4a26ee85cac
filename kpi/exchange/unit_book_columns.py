"""The sheets and columns of a unit's workbook."""

from kpi.exchange.month_book_columns import Column
from kpi.language.message import N_

VERSION = 1
ASSIGN_SHEET, LINES_SHEET, SUMMARY_SHEET = N_("Assign work"), N_("Work"), N_("Summary")
PEOPLE_SHEET, PRODUCTS_SHEET = N_("People"), N_("Products")

ASSIGN = (
    Column("person", N_("Person code"), 14),
    Column("name", N_("Full name"), 28),
    Column("product", N_("Product code"), 14),
    Column("title", N_("Name of the work"), 52),
    Column("quantity", N_("Quantity"), 11),
    Column("due", N_("Due"), 14),
    Column("catalogue", N_("Product in the catalogue"), 52),
)
PEOPLE = (
    Column("code", N_("Person code"), 14),
    Column("name", N_("Full name"), 30),
    Column("title", N_("Position"), 28),
    Column("unit", N_("Unit"), 34),
    Column("lines", N_("Lines assigned"), 10),
)
PRODUCTS = (
    Column("code", N_("Product code"), 14),
    Column("detail", N_("Name of the work"), 64),
    Column("output", N_("Output product"), 50),
    Column("coefficient", N_("Coefficient K"), 11),
)
LINES = (
    Column("person_code", N_("Person code"), 12),
    Column("person", N_("Full name"), 26),
    Column("unit", N_("Unit"), 26),
    Column("code", N_("Product code"), 12),
    Column("title", N_("Name of the work"), 46),
    Column("state", N_("Status"), 11),
    Column("coefficient", N_("Coefficient K"), 9),
    Column("assigned", N_("Assigned"), 9),
    Column("due", N_("Due"), 12),
    Column("done", N_("Done"), 9),
    Column("quality_ok", N_("Quality met"), 9),
    Column("failed", N_("Failed reviews"), 9),
    Column("late", N_("Times late"), 9),
    Column("exceeded", N_("Exceeded"), 9),
    Column("hours", N_("Hours"), 9),
    Column("cause", N_("Objective cause claimed"), 30),
    Column("note", N_("Note"), 30),
)
SUMMARY = (
    Column("order", N_("Order"), 6),
    Column("person_code", N_("Person code"), 12),
    Column("person", N_("Full name"), 28),
    Column("unit", N_("Unit"), 28),
    Column("title", N_("Position"), 24),
    Column("month_state", N_("Status"), 20),
    Column("self_total", N_("Own total"), 10),
    Column("general_points", N_("General criteria points"), 12),
    Column("task_points", N_("Task points"), 12),
    Column("total", N_("Total"), 10),
    Column("rank", N_("Rank"), 30),
    Column("missing", N_("Missing"), 30),
)
