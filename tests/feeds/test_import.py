"""A file of another system becomes quantities and reports: whole or not at all, and only once."""

from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from kpi.access.actor import NotPermitted, Refused
from kpi.access.execute import execute
from kpi.exchange.feeds.import_feed import ImportFeed
from kpi.reform.feeds.commands import SaveFeedMapping, SettleFeedNames
from kpi.storage.tables import FeedImport, FeedSource, IndicatorEvent, IndicatorValue
from kpi.storage.unit_of_work import reading
from tests.access.household import everything, last_command
from tests.feeds.scene import (
    CLOSED,
    GOOD,
    GOOD_TASKS,
    HEADER,
    HOME_AFFAIRS,
    LAYOUT,
    OFFICIAL,
    ROWS,
    STATISTICS,
    TASK_HEADER,
    Province,
    book,
    history,
    text,
)


def refused(province, content, match, **where):
    before = everything(province.engine)
    with pytest.raises(Refused, match=match):
        province.load(content, **where)
    assert everything(province.engine) == before


def test_a_statistics_file_becomes_quantities_for_the_head_to_confirm(province: Province):
    province.save()
    counts = province.load(book(GOOD))
    assert counts == {"new": 9, "changed": 0, "unchanged": 0, "refused": 0}
    assert province.values() == {
        ("VN", "tthc.received"): (120, None, "entered"),
        ("VN", "tthc.on_time"): (95, 100, "entered"),
        ("VN", "online.share"): (90, 120, "entered"),
        ("DK", "tthc.received"): (200, None, "entered"),
        ("DK", "tthc.on_time"): (171, 180, "entered"),
        ("DK", "online.share"): (160, 200, "entered"),
        ("NT", "tthc.received"): (1500, None, "entered"),
        ("NT", "tthc.on_time"): (1330, 1400, "entered"),
        ("NT", "online.share"): (1450, 1500, "entered"),
    }
    assert last_command(province.engine) == "ImportFeed"


def test_every_figure_says_which_source_it_came_from(province: Province):
    province.save()
    province.load(book(GOOD), "thong-ke.xlsx")
    with reading(province.engine) as session:
        assert set(session.scalars(select(IndicatorValue.source))) == {"Một cửa"}
        assert set(session.scalars(select(IndicatorValue.entered_by))) == {"Sở Nội vụ"}
        assert set(session.scalars(select(IndicatorEvent.reason))) == {"Một cửa: thong-ke.xlsx"}


def test_the_same_file_a_second_time_changes_nothing(province: Province):
    province.save()
    province.load(book(GOOD))
    before = everything(province.engine)
    assert province.load(book(GOOD))["unchanged"] == 9
    assert everything(province.engine) == before


def test_the_same_bytes_again_leave_even_a_correction_alone(province: Province):
    province.save()
    content = book(GOOD)
    province.load(content)

    def correct(session):
        row = session.scalars(select(IndicatorValue).where(IndicatorValue.numerator == 95)).one()
        row.numerator = 96

    province.change(correct)
    planned = province.plan(content)
    assert planned.before is not None
    assert not planned.can_be_saved
    before = everything(province.engine)
    province.load(content)
    assert everything(province.engine) == before


def test_after_the_mapping_changed_the_file_is_read_anew(province: Province):
    province.save()
    content = book(GOOD)
    province.load(content)
    received_only = {**STATISTICS, "quantities": [{"indicator": "tthc.received", "numerator": "Đã giải quyết"}]}
    province.save(received_only)
    assert province.load(content)["changed"] == 3
    assert province.values()["VN", "tthc.received"] == (100, None, "entered")


def test_a_corrected_file_changes_only_what_differs(province: Province):
    province.save()
    province.load(book(GOOD))
    corrected = [HEADER, [1, "Xã Vạn Ninh", 120, 100, 99, 90], *ROWS[1:]]
    planned = province.plan(book(corrected))
    assert [(line.target, line.code, line.before, line.after) for line in planned.changes] == [
        ("Xã Vạn Ninh", "tthc.on_time", (95, 100), (99, 100))
    ]
    assert province.load(book(corrected)) == {"new": 0, "changed": 1, "unchanged": 8, "refused": 0}
    assert province.values()["VN", "tthc.on_time"] == (99, 100, "entered")


def test_a_confirmed_figure_that_changes_goes_back_to_the_head(province: Province):
    province.save()
    province.load(book(GOOD))
    province.change(confirm_all)
    planned = province.plan(book([HEADER, [1, "Xã Vạn Ninh", 120, 100, 99, 90], *ROWS[1:]]))
    assert [line.confirmed for line in planned.changes] == [True]
    province.load(book([HEADER, [1, "Xã Vạn Ninh", 120, 100, 99, 90], *ROWS[1:]]))
    states = {state for key, (_, _, state) in province.values().items() if key != ("VN", "tthc.on_time")}
    assert states == {"confirmed"}
    assert province.values()["VN", "tthc.on_time"] == (99, 100, "entered")


def confirm_all(session):
    for row in session.scalars(select(IndicatorValue)):
        row.state, row.confirmed_by = "confirmed", "Bí thư"


def test_a_closed_period_takes_nothing(province: Province):
    province.save()
    refused(province, book(GOOD), "closed", period=CLOSED)


def test_a_period_nobody_opened_takes_nothing(province: Province):
    province.save()
    refused(province, book(GOOD), "not been opened", period="2026-04")


@pytest.mark.parametrize("period", ["2026-13", "2026", "2026-Q1", "x", ""])
def test_only_months_are_imported(small: Province, period):
    refused(small, book(GOOD), "not a month", period=period)


def test_unknown_units_are_listed_and_nothing_is_saved_until_they_are_settled(province: Province):
    province.save()
    strange = book([HEADER, [1, "Xã Vạn Ninh 1", 120, 100, 95, 90], [2, "Bưu điện", 5, 5, 5, 5], *ROWS[1:]])
    planned = province.plan(strange)
    assert [(one.name, one.rows, one.near[:1]) for one in planned.unknown] == [
        ("Xã Vạn Ninh 1", (2,), ("VN",)),
        ("Bưu điện", (3,), ()),
    ]
    refused(province, strange, "Xã Vạn Ninh 1")
    province.settle({"Xã Vạn Ninh 1": "VN", "Bưu điện": None})
    assert province.plan(strange).unknown == ()
    province.load(strange)
    assert province.values()["VN", "tthc.received"] == (120, None, "entered")
    assert len(province.values()) == 9


def test_offices_and_codes_are_recognised_without_settling(small: Province):
    rows = [HEADER, [1, "UBND xã Vạn Ninh", 1, 1, 1, 1], [2, "DK", 2, 2, 2, 2], [3, "  PHƯỜNG NHA TRANG ", 3, 3, 3, 3]]
    assert not small.plan(book(rows)).unknown
    assert small.load(book(rows))["new"] == 9


def test_more_on_time_than_resolved_is_refused_with_its_row(small: Province):
    wrong = book([HEADER, [1, "Xã Vạn Ninh", 120, 100, 101, 90], *ROWS[1:]])
    planned = small.plan(wrong)
    assert [(error.row, error.column) for error in planned.errors] == [(2, "Đúng hạn")]
    assert planned.refused_rows == 1
    refused(small, wrong, "impossible")


def test_a_unit_that_reports_nothing_is_missing_and_not_zero(small: Province):
    planned = small.plan(book([HEADER, *ROWS[:2], [3, "Phường Nha Trang", None, None, None, None]]))
    assert any("4" in str(notice.values) for notice in planned.notices)
    small.load(book([HEADER, *ROWS[:2], [3, "Phường Nha Trang", None, None, None, None]]))
    assert not any(unit == "NT" for unit, _ in small.values())


def test_totals_are_left_out_and_said_to_be(small: Province):
    planned = small.plan(book([HEADER, *ROWS, [None, "Tổng cộng", 1820, 1680, 1596, 1700]]))
    assert planned.unknown == ()
    assert len(planned.lines) == 9
    assert "5" in planned.notices[0].in_("en")


def test_the_order_of_columns_and_what_else_stands_there_do_not_matter(small: Province):
    turned = [[*reversed(row), "x"] for row in GOOD]
    assert small.load(book(turned))["new"] == 9


def test_vietnamese_numbers_as_text_are_read_by_the_mappings_format(small: Province):
    rows = [HEADER, [1, "Xã Vạn Ninh", "1.200", "1.000", "950", "1.100"]]
    small.load(text(rows), "f.csv")
    assert small.values()["VN", "tthc.on_time"] == (950, 1000, "entered")


def test_english_numbers_are_read_so_only_where_the_mapping_says(small: Province):
    rows = [HEADER, [1, "Xã Vạn Ninh", "1,200", "1,000", "950", "1,100"]]
    planned = small.plan(text(rows), "f.csv")
    assert len(planned.errors) == 3  # as Vietnamese decimals these are parts of a dossier
    small.save({**STATISTICS, "layout": {**LAYOUT, "numbers": "en"}})
    small.load(text(rows), "f.csv")
    assert small.values()["VN", "tthc.on_time"] == (950, 1000, "entered")


def test_a_header_over_two_rows_and_titles_above_it(small: Province):
    rows = [
        ["UBND TỈNH KHÁNH HÒA"], ["THỐNG KÊ HỒ SƠ"], [],
        ["TT", "Đơn vị", "Hồ sơ", None, "Kết quả"], [None, None, "Tiếp nhận", "Đã giải quyết", "Đúng hạn"],
        [1, "Xã Vạn Ninh", 120, 100, 95], ["Người lập biểu"],
    ]  # fmt: skip
    mapping = {
        "layout": {**LAYOUT, "header_row": 4, "header_rows": 2},
        "unit": "Đơn vị",
        "quantities": [
            {"indicator": "tthc.received", "numerator": "Hồ sơ › Tiếp nhận"},
            {"indicator": "tthc.on_time", "numerator": "Kết quả › Đúng hạn", "denominator": "Hồ sơ › Đã giải quyết"},
        ],
    }
    small.save(mapping)
    small.load(book(rows))
    assert small.values() == {
        ("VN", "tthc.received"): (120, None, "entered"),
        ("VN", "tthc.on_time"): (95, 100, "entered"),
    }


def test_only_the_rows_of_the_month_are_taken_where_a_column_says_which(small: Province):
    small.save({**STATISTICS, "period": "Tháng"})
    months = ["03/2026", "2026-02", "Tháng 3/2026"]
    rows = [[*HEADER, "Tháng"], *([*row, month] for row, month in zip(ROWS, months, strict=True))]
    planned = small.plan(book(rows))
    assert {line.target for line in planned.lines} == {"Xã Vạn Ninh", "Phường Nha Trang"}
    assert planned.notices[-1].values["count"] == 1


def test_a_jump_is_shown_as_unusual_and_keeps_its_reason(small: Province):
    small.change(lambda session: history(session, 2, "tthc.received", [110, 118, 123, 119, 121, 117, 122, 120, 116]))
    rows = [HEADER, [1, "Xã Vạn Ninh", 12000, 100, 95, 90]]
    assert [line.doubt is not None for line in small.plan(book(rows)).lines] == [True, False, False]
    small.load(book(rows), "thang-3.xlsx")
    with reading(small.engine) as session:
        row = session.scalars(select(IndicatorValue).where(IndicatorValue.numerator == 12000)).one()
        assert row.reason == "Một cửa: thang-3.xlsx"


def test_what_is_counted_by_quarter_waits_for_the_quarters_last_month(small: Province):
    quarterly = {"indicator": "online.business", "numerator": "Trực tuyến", "denominator": "Tiếp nhận"}
    small.save({**STATISTICS, "quantities": [*STATISTICS["quantities"], quarterly]})
    small.change(lambda session: _open(session, "2026-04"))
    planned = small.plan(book(GOOD), period="2026-04")
    assert len(planned.lines) == 9
    assert "online.business" in planned.notices[-1].in_("en")


def _open(session, code):
    from kpi.storage.tables import Period

    day = date(2026, int(code[5:]), 28)
    session.add(Period(code=code, kind="month", starts=day.replace(day=1), ends=day, submit_by=day, review_by=day,
                       approve_by=day, state="open"))  # fmt: skip


def test_a_figure_of_a_unit_that_does_not_report_it_is_refused(small: Province):
    province_only = {"indicator": "online.business", "numerator": "Trực tuyến", "denominator": "Tiếp nhận"}
    small.save({**STATISTICS, "quantities": [province_only]})
    refused(small, book(GOOD), "does not report")


def test_a_task_list_becomes_reports_of_the_plan(province: Province):
    province.save_tasks()
    assert province.load(book(GOOD_TASKS), source="E-Office")["new"] == 2
    assert province.reports() == [("NV01", 0.6, None, "E-Office"), ("NV02", 1.0, date(2026, 3, 15), "E-Office")]


def test_a_task_list_a_second_time_reports_nothing(province: Province):
    province.save_tasks()
    province.load(book(GOOD_TASKS), source="E-Office")
    before = everything(province.engine)
    assert province.load(text(GOOD_TASKS), "f.csv", source="E-Office")["unchanged"] == 2
    assert everything(province.engine) == before


def test_unknown_tasks_wait_until_they_are_settled(province: Province):
    province.save_tasks()
    content = book([TASK_HEADER, ["Rà soát TTHC", "60%", "", ""]])
    refused(province, content, "Rà soát TTHC", source="E-Office")
    province.settle({"Rà soát TTHC": "NV01"}, "E-Office")
    province.load(content, source="E-Office")
    assert province.reports() == [("NV01", 0.6, None, "E-Office")]


@pytest.mark.parametrize(
    ("row", "match"),
    [
        (["NV01", "100%", "", ""], "on which day"),
        (["NV01", "Hoàn thành", "", ""], "on which day"),
        (["NV01", "60%", "15/03/2026", ""], "below 100%"),
        (["NV01", "100%", "15/12/2025", ""], "decided on"),
        (["NV01", "100%", "01/04/2026", ""], "not yet done"),
        (["NV01", "130%", "", ""], "no progress"),
        (["NV01", "-5%", "", ""], "below zero"),
        (["NV01", "1", "", ""], "1% or 100%"),
        (["NV01", "nhiều", "", ""], "not a number"),
        (["NV01", "60%", "31/02/2026", ""], "not a day"),
        (["", "60%", "", ""], "names nothing"),
    ],
)
def test_a_task_row_that_contradicts_itself_is_refused(small: Province, row, match):
    refused(small, book([TASK_HEADER, row]), match, source="E-Office")


def test_a_tasks_day_alone_says_that_it_is_done(small: Province):
    small.load(book([TASK_HEADER, ["NV03", "", date(2026, 3, 2), ""]]), source="E-Office")
    assert small.reports() == [("NV03", 1.0, date(2026, 3, 2), "E-Office")]


def test_words_for_done_are_understood(small: Province):
    small.load(book([TASK_HEADER, ["NV03", "Đã hoàn thành", "02/03/2026", ""]]), source="E-Office")
    assert small.reports() == [("NV03", 1.0, date(2026, 3, 2), "E-Office")]


@pytest.mark.parametrize(
    ("command", "action"),
    [
        (ImportFeed("Một cửa", "2026-03", book(GOOD), "f.xlsx"), "import"),
        (SaveFeedMapping("Một cửa", "statistics", STATISTICS), "mapping"),
        (SettleFeedNames("Một cửa", {"x": None}), "names"),
    ],
)
def test_nobody_but_home_affairs_touches_feeds(small: Province, command, action):
    before = everything(small.engine)
    with pytest.raises(NotPermitted):
        execute(command, OFFICIAL, small.engine)
    assert everything(small.engine) == before


@pytest.mark.parametrize(
    ("name", "kind", "mapping", "match"),
    [
        ("", "statistics", STATISTICS, "name"),
        ("x" * 41, "statistics", STATISTICS, "name"),
        ("entry", "statistics", STATISTICS, "name"),
        ("A", "pictures", STATISTICS, "what the files"),
        ("A", "statistics", {}, "cannot be read"),
        ("A", "statistics", {"layout": 5}, "cannot be read"),
        ("A", "statistics", {**STATISTICS, "layout": {"header_row": "x"}}, "cannot be read"),
        ("A", "statistics", {**STATISTICS, "layout": {"header_row": 0}}, "header"),
        ("A", "statistics", {**STATISTICS, "layout": {**LAYOUT, "header_rows": 4}}, "header"),
        ("A", "statistics", {**STATISTICS, "layout": {**LAYOUT, "numbers": "fr"}}, "cannot be read"),
        ("A", "statistics", {**STATISTICS, "unit": ""}, "names the unit"),
        ("A", "statistics", {**STATISTICS, "unit": "x" * 201}, "longer"),
        ("A", "statistics", {**STATISTICS, "quantities": []}, "at least one"),
        ("A", "statistics", {**STATISTICS, "quantities": [{"indicator": "nope", "numerator": "a"}]}, "no indicator"),
        ("A", "statistics", {**STATISTICS, "quantities": [{"indicator": "tthc.on_time", "numerator": "a"}]}, "denom"),
        ("A", "statistics", {**STATISTICS, "quantities": [{"indicator": "tthc.received", "numerator": "a",
                                                           "denominator": "b"}]}, "no denominator"),
        ("A", "statistics", {**STATISTICS, "quantities": [{"indicator": "tthc.received", "numerator": ""}]}, "numer"),
        ("A", "statistics", {**STATISTICS, "quantities": [*STATISTICS["quantities"]] * 2}, "twice"),
        ("A", "tasks", {"layout": LAYOUT, "plan": "CCHC-2026", "task": ""}, "names the task"),
        ("A", "tasks", {"layout": LAYOUT, "plan": "CCHC-2026", "task": "a"}, "progress"),
        ("A", "tasks", {"layout": LAYOUT, "plan": "CCHC-1999", "task": "a", "progress": "b"}, "no plan"),
        ("Một cửa", "tasks", {"layout": LAYOUT, "plan": "CCHC-2026", "task": "a", "progress": "b"}, "something else"),
    ],
)  # fmt: skip
def test_a_mapping_that_says_too_little_is_refused(small: Province, name, kind, mapping, match):
    before = everything(small.engine)
    with pytest.raises(Refused, match=match):
        small.save(mapping, name, kind) if mapping else execute(SaveFeedMapping(name, kind, {}), HOME_AFFAIRS,
                                                               small.engine)  # fmt: skip
    assert everything(small.engine) == before


@pytest.mark.parametrize(
    ("source", "meanings", "match"),
    [
        ("Nowhere", {"x": "VN"}, "no source"),
        ("Một cửa", {}, "at least one"),
        ("Một cửa", {"x": "VN", "y": "nope"}, "nope"),
        ("Một cửa", {" ": "VN"}, "empty"),
        ("E-Office", {"x": "VN"}, "VN"),
    ],
)
def test_names_are_settled_whole_or_not_at_all(small: Province, source, meanings, match):
    before = everything(small.engine)
    with pytest.raises(Refused, match=match):
        small.settle(meanings, source)
    assert everything(small.engine) == before


def test_saving_the_same_mapping_again_changes_nothing(small: Province):
    before = everything(small.engine)
    small.save()
    assert everything(small.engine) == before


def test_a_source_keeps_its_mapping_and_what_was_imported(small: Province):
    small.load(book(GOOD), r"C:\báo cáo\thống kê.xlsx")
    with reading(small.engine) as session:
        assert set(session.scalars(select(FeedSource.name))) == {"Một cửa", "E-Office"}
        assert session.scalars(select(FeedImport.file_name)).one() == "thống kê.xlsx"


def test_the_sheet_the_mapping_names_is_the_one_that_is_read(small: Province):
    import io

    made = load_workbook(io.BytesIO(book(GOOD)))
    made.create_sheet("Khác", 0).append(["nothing here"])
    held = io.BytesIO()
    made.save(held)
    assert small.plan(held.getvalue()).errors
    small.save({**STATISTICS, "layout": {**LAYOUT, "sheet": "thống kê"}})
    assert small.load(held.getvalue())["new"] == 9
