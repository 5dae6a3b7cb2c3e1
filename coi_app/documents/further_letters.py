"""Texts with letters that the certificate's own cuts lack: in parts from left to right, each of one face.

HarfBuzz shapes the parts as their scripts need it.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz

from coi_app.documents import installed_faces
from coi_app.documents.installed_faces import Face

JOINERS = "\u200c\u200d"  # seen by what they do to their neighbours
MODIFIERS = range(0x1F3FB, 0x1F400)  # of an emoji's skin
LEFTWARD = ("R", "AL")  # as Unicode names the directions of Hebrew and Arabic letters
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
JAPANESE, KOREAN, CHINESE = 0, 1, 2  # in a collection of Noto Sans CJK

Letters = frozenset[str]  # that a cut of the certificate has itself
MISSING = Face("")


class Part(NamedTuple):
    """`face`: None for letters of the certificate's own cut, which are in the order they are seen in."""

    text: str
    face: Face | None
    leftwards: bool


def lacking(text: str, own: Letters) -> str:
    """The letters that neither their own cut nor an installed face has, in order."""
    found = []
    for row in text.split("\n"):
        faces = _faces(row, own, False, frozenset())
        found += [letter for letter, face in zip(row, faces, strict=True) if face is MISSING]
    return "".join(found)


def _faces(text: str, own: Letters, is_bold: bool, leftwards: Set[int]) -> list[Face | None]:
    """For each letter. `leftwards`: the places of those that run to the left."""
    faces: list[Face | None] = []
    last: Face | None = None
    for place, letter in enumerate(text):
        goes_on = _goes_on(letter, last)
        # Programs that read a file put words that run to the left in order only within one face.
        if letter in own and (letter.isalnum() or place not in leftwards or not goes_on):
            last = None
        elif not goes_on:
            last = installed_faces.face_for(letter, is_bold) or MISSING
        faces.append(last)
    return faces


def _goes_on(letter: str, last: Face | None) -> bool:
    if last is None or last is MISSING:
        return False
    return letter in JOINERS or installed_faces.has(last, letter)


def is_better_told(text: str) -> bool:
    """Whether words for readers without eyes help to read this. Programs turn those around that run to the left, and
    lose what is beyond the first plane of Unicode; the letters themselves they get right."""
    return max(text) <= "\uffff" and not any(unicodedata.bidirectional(one) in LEFTWARD for one in text)


def clusters(word: str) -> Iterator[str]:
    """Letters with what is set upon them or joined to them: between these a word can be broken."""
    cluster = ""
    for letter in word:
        if cluster and not (_is_joined(letter) or cluster.endswith(JOINERS[1])):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def _is_joined(letter: str) -> bool:
    return letter in JOINERS or ord(letter) in MODIFIERS or unicodedata.category(letter).startswith("M")


@lru_cache(maxsize=1_000)
def parts(text: str, own: Letters, is_bold: bool) -> tuple[Part, ...]:
    """As they stand from left to right; a text reads in the direction of its first letter that has one."""
    from fpdf.bidi import BidiParagraph

    seen = BidiParagraph(text, preserve_bn_chars=True).get_reordered_characters()
    leftwards = {one.character_index for one in seen if one.embedding_level % 2}
    faces = _faces(text, own, is_bold, leftwards)
    places = [(faces[one.character_index], one.character_index in leftwards, one.character) for one in seen]
    return tuple(
        _part("".join(letter for *_, letter in same), face, is_leftwards)
        for (face, is_leftwards), same in groupby(places, key=lambda place: place[:2])
    )


def _part(seen: str, face: Face | None, leftwards: bool) -> Part:
    """`seen`: as it stands from left to right. What is shaped is told as it is read."""
    if leftwards:
        seen = seen[::-1] if face else seen.translate(_MIRRORED)
    return Part(seen, face, leftwards)


def wide(part: Part) -> float:
    """In thousandths of its size; of a part that has a face."""
    assert part.face is not None
    advances: list[int] = [place.x_advance for place in shaped(part).glyph_positions]
    return sum(advances) * 1000 / int(installed_faces.shaper(part.face).face.upem)


def shaped(part: Part) -> uharfbuzz.Buffer:
    """Its outlines and where they stand; of a part that has a face."""
    assert part.face is not None
    buffer = uharfbuzz.Buffer()
    buffer.add_str(part.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if part.leftwards else "ltr"
    uharfbuzz.shape(installed_faces.shaper(part.face), buffer)
    return buffer


def of_its_language(face: Face, words: str) -> Face:
    """Han letters as they are written where the other words come from."""
    if installed_faces.CJK not in face.path:
        return face
    number = JAPANESE if _KANA.search(words) else KOREAN if _HANGUL.search(words) else CHINESE
    return face._replace(number=number)
