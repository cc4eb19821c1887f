"""From calamine's sheets to the output; the same for xlsx and xls."""

from collections.abc import Mapping

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .output import Head, Marks, Output, Refused

MACROS = (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba)


def send_sheets(book: CalamineWorkbook, marks: Mapping[str, Marks], out: Output) -> None:
    """Every worksheet in the order of the workbook; charts have no cells."""
    for index, about in enumerate(book.sheets_metadata):
        if about.typ in MACROS:
            raise Refused("macros")
        if about.typ == SheetTypeEnum.WorkSheet:
            hidden = about.visible != SheetVisibleEnum.Visible
            send_sheet(book.get_sheet_by_index(index), hidden, marks[about.name], out)


def send_sheet(sheet: CalamineSheet, hidden: bool, marks: Marks, out: Output) -> None:
    """One sheet; calamine's rows start at row 1, but at the first column that is used."""
    merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
    left = [""] * (sheet.start[1] if sheet.start else 0)
    out.sheet(Head(sheet.name, hidden, merged, marks), (left + row for row in sheet.iter_rows()))
