"""The written Vietnamese syllable: its letters, its tone, and whether it can be one at all."""

from __future__ import annotations

import unicodedata
from typing import Final

TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""The combining marks of the tones in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng."""

_VOWELS: Final = "aăâeêioôơuưy"
LETTERS: Final = frozenset("abcdđeghiklmnopqrstuvxy") | {
    unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in TONES
}
"""The small letters, toned ones included (NFC), that Vietnamese words are written with."""

_ONSET_LIST: Final = "ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x"
_ONSETS: Final = (*_ONSET_LIST.split(), "")
_RHYME_LIST: Final = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on
    ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uâc uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RHYMES: Final = frozenset(_RHYME_LIST.split())
_QU_RHYMES: Final = _RHYMES | {"ych", "yn", "ynh", "yt"}


def split_tone(syllable: str) -> tuple[str, int]:
    """The syllable without its tone (NFC), and the tone as its index in :data:`TONES`.

    ``("tiên", 4)`` for ``tiến``; both ``hòa`` and ``hoà`` give ``("hoa", 1)``. Of several tones in one text
    the first counts.
    """
    letters = unicodedata.normalize("NFD", syllable)
    tones = [TONES.index(char) for char in letters if char in TONES]
    bare = "".join(char for char in letters if char not in TONES)
    return unicodedata.normalize("NFC", bare), tones[0] if tones else 0


def is_syllable(word: str) -> bool:
    """Whether the word has the form of a Vietnamese syllable, in whatever capitals: onset, rhyme and tone.

    Both places of the tone mark count as right. Rare and dialect rhymes may be missing.
    """
    word = unicodedata.normalize("NFC", word).lower()
    bare, tone = split_tone(word)
    tones = sum(char in TONES for char in unicodedata.normalize("NFD", word))
    if tones > 1 or not LETTERS.issuperset(word):
        return False
    return any(_fits(onset, bare.removeprefix(onset), tone) for onset in _ONSETS if bare.startswith(onset))


def _fits(onset: str, rhyme: str, tone: int) -> bool:
    if rhyme not in (_QU_RHYMES if onset == "qu" else _RHYMES):
        return False
    if rhyme.endswith(("c", "ch", "p", "t")) and tone not in {4, 5}:
        return False
    front = rhyme[0] in "eêiy"
    if onset in {"gh", "k", "ngh"}:
        return front
    if onset == "g":
        return not front or rhyme[0] == "i"
    return not (front and onset in {"c", "ng"})
