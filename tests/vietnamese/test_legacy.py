"""Text from before Unicode is noticed; ordinary Vietnamese and Western text is not suspected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.legacy import from_legacy
from pipeline.vietnamese.text import legacy_encoding

VIETNAMESE = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Ủy ban nhân dân tỉnh Đắk Lắk báo cáo kết quả thực hiện như sau:",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
    "Trên đây là Báo cáo của Sở Nội vụ, kính báo cáo./.",
    "CÔNG TY TNHH MỘT THÀNH VIÊN",
    "Tôi có hai cái, anh là nhì",
    "Trường Tiểu học Krông Ana, xã Ea Súp, Buôn Hồ",
    "Tổng kinh phí là 1.500.000 đồng, tăng 12,5% so với cùng kỳ năm trước.",
    "Đồng chí Y Thông Êban, Phó Chủ tịch Hội đồng nhân dân",
    "diện tích 22 m², nhiệt độ 15 °C, dung dịch 5 µl, ghi chú ¹",
    "Các tập thể được tặng “Huân chương Lao động hạng Nhất”",
    "Mô hình “Dân vận khéo” ở phường 1…",
    "là",
    "Đã",
    "và",
    "số",
    "cô Tô Hà",
]
WESTERN = [
    "Le président de la République française s'est rendu à Hanoï, où il a été reçu.",
    "« Où est né Loïc ? » demanda-t-elle, très étonnée.",
    "Où es-tu, Loïc ?",
    "«L'été dernier», c'était déjà la même chose à la forêt.",
    "Le café coûte dès l'août le même prix; goûtez le thé, la crème brûlée et la bûche de Noël.",
    "La Côte d'Ivoire et Haïti sont représentées au Conseil laïc.",
    "Müller wohnt in Köln und trinkt süßen Käse über Österreich",
    "Windows® and Office™ © 2024, 10 µm ± 5 %, § 5, 1ª, ½ l, £5, ¥100",
    "naïve résumé, coöperate",
    "Plain ASCII text only",
    "CAFÉ…",
    "CAFÉ”",
    "",
    "…",
]


@pytest.mark.parametrize(
    "text",
    [
        "Céng hßa x· héi chñ nghÜa ViÖt Nam",
        "§éc lËp - Tù do - H¹nh phóc",
        "ViÖt Nam",
        "Hµ Néi",
        "®¬n vÞ b¸o c¸o kÕt qu¶",
        "Uû ban nh©n d©n tØnh B¾c Giang",
        "§­êng NguyÔn Tr·i",
    ],
)
def test_notices_tcvn3(text: str) -> None:
    assert legacy_encoding(text) == "TCVN3"


@pytest.mark.parametrize(
    "text",
    [
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
        "Ñoäc laäp - Töï do - Haïnh phuùc",
        "Vieät Nam",
        "Haø Noäi",
        "UÛy ban nhaân daân tænh Baéc Giang",
        "COÄNG HOØA XAÕ HOÄI",
    ],
)
def test_notices_vni(text: str) -> None:
    assert legacy_encoding(text) == "VNI"


@pytest.mark.parametrize("text", ["Việt Nam", "báo cáo", "Ủy ban nhân dân", "Độc lập - Tự do - Hạnh phúc"])
def test_notices_utf8_read_as_western_bytes(text: str) -> None:
    assert legacy_encoding(text.encode().decode("latin-1")) == "UTF-8"


def test_notices_utf8_read_by_a_windows_program() -> None:
    assert legacy_encoding("Viá»‡t Nam") == "UTF-8"


@pytest.mark.parametrize("text", VIETNAMESE + WESTERN)
def test_does_not_suspect_ordinary_text(text: str) -> None:
    assert legacy_encoding(text) is None


@given(st.lists(st.sampled_from(" ".join(VIETNAMESE).split()), max_size=12))
def test_does_not_suspect_vietnamese_words_in_any_order(words: list[str]) -> None:
    assert legacy_encoding(" ".join(words)) is None


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_does_not_suspect_ascii(text: str) -> None:
    assert legacy_encoding(text) is None


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_takes_any_text(text: str) -> None:
    assert legacy_encoding(text) in {None, "TCVN3", "VNI", "UTF-8"}


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "TCVN3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "VNI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Độc lập", "UTF-8", "Độc lập"),
    ],
)
def test_text_of_an_old_font_can_be_read_as_it_shows_it(text: str, encoding: str, shown: str) -> None:
    assert from_legacy(text, encoding) == shown  # type: ignore[arg-type]
