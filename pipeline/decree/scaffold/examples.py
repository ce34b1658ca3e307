"""The lines that a form shows where the text of the document goes: ``(style, text)``, ``…`` is to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Lines = tuple[tuple[str, str], ...]

_ORGAN = "{{ unit.official_name }}"
_CARRIED_OUT = "Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành"
_LOCAL = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
_CIVIL = "Căn cứ Bộ luật Dân sự ngày 24 tháng 11 năm 2015;"

GROUNDS: Final[Mapping[str, Lines]] = MappingProxyType(
    {
        "NQ": (("CanCu", _LOCAL), ("CanCu", "Xét đề nghị của Văn phòng.")),
        "QĐ": (("CanCu", _LOCAL), ("CanCu", "Theo đề nghị của Chánh Văn phòng.")),
        **dict.fromkeys(
            ("HĐ", "BGN", "BTT"), (("CanCu", _CIVIL), ("CanCu", "Căn cứ nhu cầu và khả năng của hai bên."))
        ),
    }
)
"""Kind -> căn cứ, to be replaced by those of the document."""

PARTIES: Final[Lines] = (
    ("LoiVan", f"Bên A: {_ORGAN}"),
    ("LoiVan", "Bên B: …"),
    ("LoiVan", "Hai bên thống nhất các nội dung sau:"),
)


def _reported(begin: str, sections: tuple[str, str, str], last: str) -> Lines:
    """A text in mục, khoản and điểm."""
    return (
        ("LoiVan", begin),
        ("Muc", f"I. {sections[0]}"),
        ("KhoanCoTieuDe", "1. Tiêu đề của khoản"),
        ("Diem", "a) Nội dung của điểm a;"),
        ("Diem", "b) Nội dung của điểm b."),
        ("KhoanCoTieuDe", "2. Tiêu đề của khoản"),
        ("LoiVan", "Nội dung của khoản."),
        ("Muc", f"II. {sections[1]}"),
        ("Khoan", "1. Nội dung của khoản không có tiêu đề."),
        ("Khoan", "2. Nội dung của khoản không có tiêu đề."),
        ("Muc", f"III. {sections[2]}"),
        ("LoiVan", "Nội dung của mục."),
        ("LoiVan", last),
    )


def _planned(name: str, middle: str = "NỘI DUNG") -> Lines:
    return _reported(
        f"{_ORGAN} ban hành {name} như sau:",
        ("MỤC ĐÍCH, YÊU CẦU", middle, "TỔ CHỨC THỰC HIỆN"),
        f"Trong quá trình thực hiện {name}, nếu có vướng mắc, các đơn vị báo cáo {_ORGAN} xem xét, giải quyết./.",
    )


def _ruled(name: str) -> Lines:
    """A text in chương and điều."""
    return (
        ("Chuong", "Chương I"),
        ("TenChuong", "QUY ĐỊNH CHUNG"),
        ("Dieu", "Điều 1. Phạm vi điều chỉnh"),
        ("LoiVan", f"{name} này quy định về …"),
        ("Dieu", "Điều 2. Đối tượng áp dụng"),
        ("Khoan", "1. Các đơn vị trực thuộc."),
        ("Khoan", "2. Cơ quan, tổ chức, cá nhân có liên quan."),
        ("Chuong", "Chương II"),
        ("TenChuong", "TỔ CHỨC THỰC HIỆN"),
        ("Dieu", "Điều 3. Trách nhiệm thi hành"),
        ("LoiVan", f"{_CARRIED_OUT} {name} này./."),
    )


def _agreed(name: str) -> Lines:
    return (
        ("Dieu", "Điều 1. Nội dung"),
        ("Khoan", "1. Nội dung của khoản."),
        ("Khoan", "2. Nội dung của khoản."),
        ("Dieu", "Điều 2. Trách nhiệm của các bên"),
        ("LoiVan", "Nội dung của điều."),
        ("Dieu", "Điều 3. Hiệu lực"),
        ("LoiVan", f"{name} này có hiệu lực kể từ ngày ký, được lập thành 02 bản, mỗi bên giữ 01 bản./."),
    )


def _told(begin: str, *clauses: str) -> Lines:
    """A sentence and khoản without titles."""
    return (("LoiVan", begin), *(("Khoan", f"{number}. {text}") for number, text in enumerate(clauses, 1)))


def _plain(*texts: str) -> Lines:
    return tuple(("LoiVan", text) for text in texts)


EXAMPLES: Final[Mapping[str, Lines]] = MappingProxyType(
    {
        "NQ": (
            ("DieuVaLoi", "Điều 1.| Nội dung của nghị quyết."),
            (
                "DieuVaLoi",
                "Điều 2.| Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành Nghị quyết này./.",
            ),
        ),
        "QĐ": (
            ("DieuVaLoi", "Điều 1.| Nội dung của quyết định."),
            ("DieuVaLoi", "Điều 2.| Quyết định này có hiệu lực kể từ ngày ký."),
            (
                "DieuVaLoi",
                "Điều 3.| Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.",
            ),
        ),
        "CT": (
            *_told(
                f"{_ORGAN} yêu cầu các đơn vị thực hiện tốt các nhiệm vụ sau:",
                "Nội dung của nhiệm vụ.",
                "Nội dung của nhiệm vụ.",
            ),
            *_plain("Các đơn vị nghiêm túc thực hiện Chỉ thị này./."),
        ),
        "QC": _ruled("Quy chế"),
        "QyĐ": _ruled("Quy định"),
        "TC": _plain(f"{_ORGAN} thông cáo về …", "Nội dung thông cáo./."),
        "TB": _told(f"{_ORGAN} thông báo như sau:", "Nội dung thông báo.", "Nội dung thông báo./."),
        "HD": _reported(
            f"{_ORGAN} hướng dẫn thực hiện như sau:",
            ("QUY ĐỊNH CHUNG", "NỘI DUNG HƯỚNG DẪN", "TỔ CHỨC THỰC HIỆN"),
            f"Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo {_ORGAN} xem xét, giải quyết./.",
        ),
        "CTr": _planned("Chương trình"),
        "KH": _planned("Kế hoạch"),
        "PA": _planned("Phương án"),
        "ĐA": _planned("Đề án", "MỤC TIÊU, NHIỆM VỤ VÀ GIẢI PHÁP"),
        "DA": _planned("Dự án", "MỤC TIÊU, NỘI DUNG VÀ KINH PHÍ"),
        "BC": _reported(
            f"{_ORGAN} báo cáo kết quả như sau:",
            ("TÌNH HÌNH, KẾT QUẢ THỰC HIỆN", "TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", "PHƯƠNG HƯỚNG, NHIỆM VỤ"),
            f"Trên đây là báo cáo của {_ORGAN}./.",
        ),
        "BB": _plain(
            "Thời gian bắt đầu: … giờ …, ngày … tháng … năm …",
            "Địa điểm: …",
            "Thành phần tham dự: …",
            "Chủ trì (chủ tọa): …",
            "Thư ký (người ghi biên bản): …",
            "Nội dung (theo diễn biến cuộc họp/hội nghị/hội thảo): …",
            "Cuộc họp (hội nghị, hội thảo) kết thúc vào … giờ …, ngày … tháng … năm …./.",
        ),
        "TTr": _reported(
            f"{_ORGAN} kính trình như sau:",
            ("SỰ CẦN THIẾT", "NỘI DUNG TRÌNH", "KIẾN NGHỊ, ĐỀ XUẤT"),
            f"{_ORGAN} kính trình xem xét, quyết định./.",
        ),
        "CV": _plain(f"{_ORGAN} có ý kiến như sau:", "Nội dung công văn./."),
        "HĐ": _agreed("Hợp đồng"),
        "CĐ": _told(
            f"{_ORGAN} yêu cầu:",
            "Nội dung công điện.",
            f"Các đơn vị báo cáo kết quả thực hiện về {_ORGAN}./.",
        ),
        "BGN": _agreed("Bản ghi nhớ"),
        "BTT": _agreed("Bản thỏa thuận"),
        "GUQ": _plain(
            f"{_ORGAN} ủy quyền cho:",
            "Ông (bà): …",
            "Chức vụ: …",
            "Được thực hiện: …",
            "Thời hạn ủy quyền: từ ngày … đến hết ngày …",
            "Người được ủy quyền không được ủy quyền lại cho người khác./.",
        ),
        "GM": _plain(
            f"{_ORGAN} trân trọng kính mời: …",
            "Tới dự: {{ doc.subject }}",
            "Chủ trì: …",
            "Thời gian: …",
            "Địa điểm: …",
            "Đề nghị đại biểu đến dự đúng giờ./.",
        ),
        "GGT": _plain(
            f"{_ORGAN} trân trọng giới thiệu:",
            "Ông (bà): …",
            "Chức vụ: …",
            "Được cử đến: …",
            "Về việc: …",
            "Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ.",
            "Giấy này có giá trị đến hết ngày …./.",
        ),
        "GNP": _plain(
            "Xét Đơn đề nghị nghỉ phép ngày … của ông (bà) …",
            f"{_ORGAN} cấp cho:",
            "Ông (bà): …",
            "Chức vụ: …",
            "Được nghỉ phép trong thời gian …, kể từ ngày … đến hết ngày … tại …",
            "Số ngày nghỉ phép nêu trên được tính vào thời gian …./.",
        ),
        "PG": (
            *_told(
                f"{_ORGAN} gửi kèm theo Phiếu này các văn bản, tài liệu sau:",
                "Tên văn bản, tài liệu; số lượng: … bản.",
                "Tên văn bản, tài liệu; số lượng: … bản.",
            ),
            *_plain("Sau khi nhận được, đề nghị nơi nhận ký xác nhận và gửi lại Phiếu này./."),
        ),
        "PC": _plain(
            f"{_ORGAN} chuyển đến … văn bản sau: …",
            "Lý do chuyển: …",
            "Đề nghị nơi nhận xem xét, giải quyết theo thẩm quyền./.",
        ),
        "PB": _plain(f"{_ORGAN} báo để nơi nhận biết: …", "Nội dung phiếu báo./."),
        "TCg": _plain("Thân gửi …", "Nội dung thư.", "Trân trọng./."),
    }
)
"""Kind -> lines; words before ``|`` are bold."""
