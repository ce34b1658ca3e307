"""The theme part: black on white, Times New Roman for both theme fonts: nothing falls back to another face."""

from __future__ import annotations

_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "000000", "lt2": "FFFFFF", "accent1": "404040", "accent2": "595959",
    "accent3": "7F7F7F", "accent4": "A5A5A5", "accent5": "BFBFBF", "accent6": "D8D8D8", "hlink": "000000",
    "folHlink": "000000",
}  # fmt: skip


def theme() -> str:
    """``word/theme/theme1.xml`` without XML declaration."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    face = '<a:latin typeface="Times New Roman"/><a:ea typeface=""/><a:cs typeface="Times New Roman"/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{fill}</a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Văn bản hành chính">'
        f'<a:themeElements><a:clrScheme name="Đen trắng">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Times New Roman"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="Phẳng"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
