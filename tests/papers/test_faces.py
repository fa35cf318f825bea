import pytest

from gridcenter.papers.faces import Faces, to_unicode


@pytest.fixture(scope="module")
def faces() -> Faces:
    return Faces()


@pytest.mark.parametrize("char", "𬱖㛃䶮𠅤𫖯㻂𪩘龘𠀀")
def test_rare_characters_of_names_have_a_face(faces: Faces, char: str):
    shaped = faces.shape(f"王{char}", "song")
    assert shaped.missing == ""
    assert "".join(text for _, text in shaped.runs) == f"王{char}"
    assert shaped.em == pytest.approx(2, abs=0.05)


def test_a_character_song_lacks_is_set_in_the_rare_face(faces: Faces):
    assert faces.shape("王𠀀明", "bold").runs == (("bold", "王"), ("rare", "𠀀"), ("bold", "明"))


def test_a_character_no_face_has_is_named_and_replaced(faces: Faces):
    shaped = faces.shape("王\U000323af明", "song")
    assert shaped.missing == "\U000323af"
    assert "".join(text for _, text in shaped.runs) == "王〓明"


@pytest.mark.parametrize("face", ["fang", "kai"])
def test_figures_and_quotes_of_fangsong_and_kai_are_song(faces: Faces, face):
    shaped = faces.shape("第12号“一”", face)
    assert [name for name, _ in shaped.runs] == [face, "song", face, "song", face, "song"]


def test_invisible_characters_take_no_room(faces: Faces):
    assert faces.shape("王\u200b\ufe00明\x07", "song").runs == (("song", "王明"),)


def test_to_unicode_writes_surrogates_above_the_first_plane():
    assert "<01> <D875DC56>" in to_unicode("X", [0, 0x2D456])
    assert "<02> <738B>" in to_unicode("X", [0, 0, 0x738B])
