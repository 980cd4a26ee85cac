"""Ways a workbook comes back spoilt: each takes the loaded workbook and spoils it."""

import io
import zipfile

from openpyxl import load_workbook


def spoilt(data, *changes):
    """The file after somebody's changes."""
    book = load_workbook(io.BytesIO(data))
    for change in changes:
        change(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def typed(sheet, **cells):
    """Values typed into cells: typed(0, I5=3)."""

    def change(book):
        for name, value in cells.items():
            book.worksheets[sheet][name] = value

    return change


def text_typed(sheet, name, value):
    """A text typed as a text, whatever it begins with."""

    def change(book):
        cell = book.worksheets[sheet][name]
        cell.value, cell.data_type = value, "s"

    return change


def without_sheet(title):
    return lambda book: book.remove(book[title])


def renamed_sheet(place, title):
    def change(book):
        book.worksheets[place].title = title

    return change


def without_row(sheet, row):
    return lambda book: book.worksheets[sheet].delete_rows(row)


def without_column(sheet, column):
    return lambda book: book.worksheets[sheet].delete_cols(column)


def merged(sheet, area):
    return lambda book: book.worksheets[sheet].merge_cells(area)


def copied_row(sheet, row, to):
    def change(book):
        for cell in book.worksheets[sheet][row]:
            book.worksheets[sheet].cell(to, cell.column, cell.value)

    return change


def meta(name, value):
    """Change what the hidden sheet says."""

    def change(book):
        for row in book["_meta"].iter_rows():
            if row[1].value == name:
                row[2].value = value

    return change


def rewritten(data, old, new):
    """The file with the markup of its sheets changed by hand."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(held, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(old, new) if name.startswith("xl/worksheets/") else part)
    return held.getvalue()
