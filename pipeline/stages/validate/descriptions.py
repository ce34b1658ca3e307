"""Descriptions of the project's schemas that stand in messages ("Expected: …"), for the catalogs.

``tests/schemas`` sees to it that none is missing.
"""

from __future__ import annotations

from pipeline.i18n import N_

DESCRIPTIONS = (
    N_("'units', a list of records, a figure with by, or the rows themselves: a label and figures."),
    N_("A figure, a number, or a nested operation."),
    N_("A key: small letters a-z, digits and hyphens."),
    N_("A key: small letters a-z, digits and underscores."),
    N_("Abbreviation in symbols (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.3.b): SNV."),
    N_("Abbreviation of the drafting unit or field in the symbol of a công văn (Mục II.3.b)."),
    N_("An identifier: small letters a-z, digits and hyphens; it is part of file names."),
    N_("File in templates/ or in the campaign's folder."),
    N_("File name of the schema of figures and records, in the campaign's folder or in schemas/."),
    N_("Key for references: {{ annexes.<key> }}."),
    N_("Keys that the split always has, in order: a list, {from, to} of years, or the names of a closed list."),
    N_("Markdown with figures in it: {{ staff.total | count }}."),
    N_("Name in the head of a document, if it differs (UBND tỉnh …), or its lines; printed in capitals."),
    N_("No date, because the figures are illustrative."),
    N_("No number, because the figures are illustrative."),
    N_("No signer's name, because the figures are illustrative."),
    N_("Number and symbol: 15/QĐ-UBND."),
    N_("Number without year or symbol: 309."),
    N_("One line of Markdown with figures in it, without spaces before and after it."),
    N_("One line of text, printed as it stands, without spaces before and after it."),
    N_("One operation with its operands."),
    N_("Path of a figure or a list of records: staff.total, units.staff.total."),
    N_("Symbol, where it is not made from type and abbreviation by the rule."),
    N_("Text, or parts of text with conditions."),
    N_("The path of a figure or of a list of records, or a list of operands."),
    N_("The wanted value, a list of values, or {from, to}."),
    N_("What follows 'Lưu: ' in the last line of Nơi nhận, without a full stop: VT, TCCB."),
)
