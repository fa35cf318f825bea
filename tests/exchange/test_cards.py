import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcenter.base.errors import Damaged, StorageFailed
from gridcenter.exchange.cards import NodeKeys, open_card, read_card, seal_card, write_card
from gridcenter.exchange.sealing import is_signed, new_identity, recipient_of


def test_keys_survive_storage():
    keys = NodeKeys.make()
    again = NodeKeys.from_bytes(keys.to_bytes())
    assert (again.verify_key, again.recipient) == (keys.verify_key, keys.recipient)
    assert is_signed(b"x", again.sign(b"x"), keys.verify_key)
    assert keys.identity not in repr(keys)


@pytest.mark.parametrize("junk", [b"", b"\x92\xc4\x00\xa1x", b"\x92\xc4\x03abc\xa1x", b"\xff" * 80])
def test_damaged_keys_are_told_in_words(junk):
    with pytest.raises(Damaged, match="已损坏"):
        NodeKeys.from_bytes(junk)


def test_a_short_signing_seed_is_damage():
    data = msgspec.msgpack.encode((b"short", new_identity()))
    with pytest.raises(Damaged, match="节点密钥"):
        NodeKeys.from_bytes(data)


def test_card_travels_as_a_file(township, tmp_path):
    path = tmp_path / "测试乡.gccard"
    write_card(path, township.card, township.keys)
    assert read_card(path) == township.card
    assert [entry.name for entry in tmp_path.iterdir()] == ["测试乡.gccard"]


def test_card_holds_public_keys_only(township):
    data = seal_card(township.card, township.keys)
    fields = json.loads(data)
    assert fields["name"] == "测试乡"
    assert fields["recipient"] == recipient_of(township.keys.identity)
    assert township.keys.identity.encode() not in data


def test_fingerprint_is_read_aloud_and_follows_the_keys(township, stranger):
    spoken = township.card.fingerprint()
    assert [len(group) for group in spoken.split()] == [5] * 6
    assert spoken.replace(" ", "").isdecimal()
    change = msgspec.structs.replace
    assert change(township.card, pc="二号机").fingerprint() == spoken
    for other in (
        change(township.card, verify_key=stranger.keys.verify_key),
        change(township.card, recipient=stranger.keys.recipient),
        change(township.card, recovery=stranger.keys.recipient),
        change(township.card, node=stranger.card.node),
    ):
        assert other.fingerprint() != spoken


def test_a_card_signed_by_another_is_refused(township, stranger):
    with pytest.raises(Damaged, match="签名不符"):
        open_card(seal_card(township.card, stranger.keys), "测试乡.gccard")


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_refused(township, data):
    raw = bytearray(seal_card(township.card, township.keys))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged, match="重新导出"):
        open_card(bytes(raw))


def test_any_missing_or_added_byte_is_refused(township):
    raw = seal_card(township.card, township.keys)
    for length in range(len(raw)):
        with pytest.raises(Damaged):
            open_card(raw[:length])
    for added in (b"\n", b" ", b"\0", b" " * (1 << 17)):
        with pytest.raises(Damaged):
            open_card(raw + added)


@pytest.mark.parametrize("junk", [b"{}", b"[]", b"[" * 60_000, b"\xff\xfe", b'{"signature":1}'])
def test_what_is_no_card_is_refused(junk):
    with pytest.raises(Damaged, match="不是节点名片"):
        open_card(junk)


@pytest.mark.parametrize(
    "change", [{"recipient": "age1foo"}, {"recovery": "age1foo"}, {"format": "GCCARD9"}]
)
def test_a_card_with_useless_keys_is_refused(township, change):
    card = msgspec.structs.replace(township.card, **change)
    with pytest.raises(Damaged):
        open_card(seal_card(card, township.keys))


def test_a_missing_card_is_told_in_words(tmp_path):
    with pytest.raises(StorageFailed, match="找不到"):
        read_card(tmp_path / "无.gccard")
