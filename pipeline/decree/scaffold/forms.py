"""The forms of the 29 types (Phụ lục III): what stands in a document of each type, from head to annexes.

The text of a campaign (``body``) takes the place of the form's own lines, which tell a clerk what belongs there.
No form is drawn for hợp đồng, bản ghi nhớ, bản thỏa thuận and thư công: theirs are as is usual.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from pipeline.decree.scaffold.design import Design
from pipeline.decree.scaffold.examples import EXAMPLES, GROUNDS, PARTIES
from pipeline.decree.scaffold.pieces import (
    KEEP,
    addressee_lines,
    addressees,
    body,
    end,
    foot,
    head,
    lines,
    p,
    recipients,
    signature,
    signer,
    tag,
    title,
    when,
)
from pipeline.docx import styles

Form = Callable[[Design, str, str], str]
"""From a design, the kind and its name to the content of the body."""


def text(kind: str) -> str:
    """The text of the campaign, or the lines of the form where there is none."""
    form = lines(EXAMPLES[kind], keep_last=True)
    return "".join([tag("{%p if body %}"), body(), tag("{%p else %}"), form, tag("{%p endif %}")])


def named(design: Design, kind: str, name: str) -> str:
    """Mẫu 1.4, for most types; also Mẫu 1.7, whose text alone is its own."""
    return head(design) + title(design, name) + text(kind) + foot() + end()


def upward(design: Design, kind: str, name: str) -> str:
    """Mẫu 1.4 with Kính gửi (Mục II.9.b)."""
    return head(design) + title(design, name) + addressees() + text(kind) + foot() + end()


def letter(design: Design, kind: str, _name: str) -> str:
    """Mẫu 1.5: no type name, the subject under the number."""
    subject = p("TrichYeuCongVan", "{{ doc.subject }}")
    return head(design, subject) + addressees() + text(kind) + foot() + end()


def decision(design: Design, kind: str, name: str, words: str) -> str:
    """Mẫu 1.1 and 1.2: who decides, the grounds, ``words`` of decision, articles; who has to carry it out comes
    first in Nơi nhận (a campaign names the Điều in its own recipients)."""
    before = authority() + lines(GROUNDS[kind]) + p("LoiQuyetDinh", words)
    article = p("DanhSachNoiNhan", f"- Như Điều {len(EXAMPLES[kind])};", KEEP)
    left = recipients(when("not body and 'Như Điều' not in doc.recipients[0]", article))
    return head(design) + title(design, name) + before + text(kind) + foot(left) + end()


def authority() -> str:
    """Who decides: the organ where a collective does, else its head (Mẫu 1.2, note 6)."""
    organ = r"{{ organ.name | replace('\n', ' ') }}"
    head_title = "{{ signer.lines[0] | replace('KT. ', '') }}"
    return "".join(
        [
            tag("{%p if 'TM. ' in signer.lines[0] %}"),
            p("ThamQuyen", organ),
            tag("{%p elif organ.name in signer.lines[0] %}"),
            p("ThamQuyen", head_title),
            tag("{%p else %}"),
            p("ThamQuyen", f"{head_title} {organ}"),
            tag("{%p endif %}"),
        ]
    )


def telegram(design: Design, kind: str, name: str) -> str:
    """Mẫu 1.6: who sends it, and to whom, stands above the text."""
    sent = p("BenGui", "{{ unit.official_name }} điện:") + addressee_lines()
    return head(design) + title(design, name) + sent + text(kind) + foot() + end()


def certificate(design: Design, kind: str, name: str) -> str:
    """Mẫu 1.8 and 1.10: a line under the type name and no subject."""
    return head(design) + title(design, name, subject="") + text(kind) + foot() + end()


def leave(design: Design, kind: str, name: str) -> str:
    """Mẫu 1.10: where the leave is spent may be confirmed below the signatures."""
    confirmed = (
        p("XacNhan", "Xác nhận của cơ quan (tổ chức) hoặc chính quyền địa phương nơi nghỉ phép (nếu cần)")
        + p("ChoKy", properties=KEEP)
        + p("XacNhan", "…")
    )
    gap = p(styles.GAP, properties=KEEP)
    whole = head(design) + title(design, name, subject="") + text(kind) + foot()
    return whole + gap + foot(confirmed, p("ChoKy", properties=KEEP)) + end()


def minutes(design: Design, kind: str, name: str) -> str:
    """Mẫu 1.9: no place and date in the head, no line; the secretary and the chair sign; Nơi nhận below them."""
    left = signature("THƯ KÝ", "…") + p(styles.GAP, properties=KEEP) + recipients()
    signed = foot(left, signature("CHỦ TỌA", "{{ signer.name }}"))
    return head(design, dated=False) + title(design, name, line=False) + text(kind) + signed + end()


def agreement(design: Design, kind: str, name: str) -> str:
    """Hợp đồng, bản ghi nhớ, bản thỏa thuận: grounds, parties, articles; both sides sign."""
    left = p("ChucVu", "ĐẠI DIỆN BÊN A", KEEP) + signer() + p(styles.GAP, properties=KEEP) + recipients()
    before = lines(GROUNDS[kind]) + lines(PARTIES)
    signed = foot(left, signature("ĐẠI DIỆN BÊN B", "…"))
    return head(design) + title(design, name) + before + text(kind) + signed + end()


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "NQ": partial(decision, words="QUYẾT NGHỊ:"),
        "QĐ": partial(decision, words="QUYẾT ĐỊNH:"),
        "BC": upward,
        "TTr": upward,
        "CV": letter,
        "CĐ": telegram,
        "GGT": certificate,
        "BB": minutes,
        "GNP": leave,
        "HĐ": agreement,
        "BGN": agreement,
        "BTT": agreement,
    }
)
"""Kind -> form; of the others :func:`named`."""
