"""Text from before Unicode, or read in the wrong encoding.

Text typed in a TCVN3 font (``.VnTime``) or a VNI font is made of Western letters that only the font shows
as Vietnamese: ``ViÖt Nam``, ``Vieät Nam``. A word is evidence of such a font when it is no Vietnamese
syllable as it stands but is one after decoding. French and other Western words rarely are, and words that
are neither count against.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, TypeAlias

from pipeline.vietnamese.syllables import LETTERS, is_syllable

Encoding: TypeAlias = Literal["TCVN3", "VNI", "UTF-8"]

_TCVN3: Final = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
)
_TCVN3_SIGN: Final = re.compile("[µ¸¶·¹¨»¾¼½©®ª«¬\u00ad×÷¡¢£¤¥¦§]|[a-z][Æ-ÖØ-Þ]")

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _CIRCUMFLEX, _BREVE = "\u0300\u0301\u0309\u0303\u0323\u0302\u0306"
_VNI_MARKS: Final = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "à": _CIRCUMFLEX + _GRAVE, "á": _CIRCUMFLEX + _ACUTE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS: Final = dict(zip("ñöôíìæóòî", "đươíìỉĩịỵ", strict=True))
_VNI_PAIR: Final = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|([{''.join(_VNI_LETTERS)}])")
_VNI_SIGN: Final = re.compile("[aeouyôö][øùûõâàáåãäêèéúüë]", re.IGNORECASE)  # without ï: Loïc, laïc

_BREAKS: Final = re.compile(r"[\s!-/:-@\[-`{-~“”‘’–—…]+")
_WORD: Final = re.compile(r"\S+")
_CONSONANT: Final = re.compile("[b-df-hj-np-tv-xz]", re.IGNORECASE)


def legacy_encoding(text: str) -> Encoding | None:
    """What the text seems to be written in, or None for text that is well encoded as far as one can tell.

    ``TCVN3`` and ``VNI``: typed in a font of that encoding, or its bytes read as Western ones. ``UTF-8``:
    bytes of UTF-8 read as Western ones (``Viá»‡t``). A guess over the whole text: ordinary Vietnamese,
    French and ASCII text gives None, and so may a single legacy word.
    """
    if text.isascii():
        return None
    if _is_misread_utf8(text):
        return "UTF-8"
    words = [word for word in _BREAKS.split(text) if word]
    tcvn3, vni = _evidence_of_tcvn3(words), _evidence_of_vni(words)
    if max(tcvn3, vni) < 2:
        return None
    return "TCVN3" if tcvn3 >= vni else "VNI"


def from_legacy(text: str, encoding: Encoding) -> str:
    """The text as its old font shows it. Letters of VNI keep their capitals only in words all of capitals."""
    if encoding == "TCVN3":
        return text.translate(_TCVN3)
    if encoding == "VNI":
        return _WORD.sub(
            lambda word: _from_vni(word[0]).upper() if word[0].isupper() else _from_vni(word[0]), text
        )
    return text


def _evidence_of_tcvn3(words: list[str]) -> int:
    weights = {word: 2 if _TCVN3_SIGN.search(word) else 1 for word in words}
    return _evidence(words, {word: word.translate(_TCVN3) for word in words}, weights)


def _evidence_of_vni(words: list[str]) -> int:
    weights = {word: 2 if _VNI_SIGN.search(word) else 1 for word in words}
    return _evidence(words, {word: _from_vni(word) for word in words}, weights)


def _evidence(words: list[str], decoded: dict[str, str], weights: dict[str, int]) -> int:
    """The weight of the words for the encoding, nought when at least as many words speak against it.

    Words of vowels alone say nothing (French "où"), nor do syllables spelled alike in both encodings.
    """
    in_favour, against = [], 0
    for word in words:
        if word.isascii() or not _CONSONANT.search(word):
            continue
        if is_syllable(word):
            against += any(ord(char) > 255 for char in word)
        elif is_syllable(decoded[word]):
            in_favour.append(weights[word])
        else:
            against += 1
    return sum(in_favour) if len(in_favour) > against else 0


def _from_vni(word: str) -> str:
    def letter(match: re.Match[str]) -> str:
        vowel, mark, single = match.groups()
        return _VNI_LETTERS[single] if single else _VNI_LETTERS.get(vowel, vowel) + _VNI_MARKS[mark]

    return unicodedata.normalize("NFC", _VNI_PAIR.sub(letter, word.lower()))


def _is_misread_utf8(text: str) -> bool:
    """Whether the text, put back into Western bytes, is UTF-8 with Vietnamese letters and no others."""
    try:
        meant = b"".join(_western_byte(char) for char in text).decode("utf-8")
    except UnicodeError:
        return False
    letters = {char for char in meant.lower() if char.isalpha() and not char.isascii()}
    return bool(letters) and LETTERS.issuperset(letters)


def _western_byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
