import json
import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gridcenter.base.errors import Damaged, NotAllowed, NotFound, RuleBroken, StorageFailed
from gridcenter.store.keys import Cost, KeySlots, new_data_key
from gridcenter.store.recovery import new_recovery_code, read_recovery_code

KNOWN = "".join(new_recovery_code().split("-"))
CHEAP = Cost(n=16, r=1)


@pytest.fixture
def data_key():
    return new_data_key()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keyslots.json"


@pytest.fixture
def slots(path, data_key):
    made = KeySlots.create(path, data_key, CHEAP)
    made.add_password("周敏", "春风又绿江南岸", data_key)
    return made


def test_every_account_opens_the_same_key_after_a_restart(slots, path, data_key):
    slots.add_password("何平", "second", data_key)
    again = KeySlots.load(path, CHEAP)
    assert again.logins() == ("周敏", "何平")
    assert again.open_with_password("周敏", "春风又绿江南岸") == data_key
    assert again.open_with_password("何平", "second") == data_key


def test_default_cost_is_the_written_one(path, data_key):
    KeySlots.create(path, data_key).add_password("周敏", "pw", data_key)
    stored = json.loads(path.read_text("utf-8"))["slots"][0]["cost"]
    assert stored == {"n": 32768, "r": 8, "p": 1}
    assert KeySlots.load(path).open_with_password("周敏", "pw") == data_key


def test_refusal_does_not_tell_name_from_password(slots):
    said = set()
    for login, password in (("周敏", "wrong"), ("nobody", "春风又绿江南岸"), ("", "")):
        with pytest.raises(NotAllowed) as refused:
            slots.open_with_password(login, password)
        said.add(refused.value.words)
    assert said == {"用户名或口令不对"}


def test_composed_and_decomposed_names_and_full_width_passwords_are_the_same(slots, data_key):
    slots.add_password("Zoe\u0301", "ａｂｃ１２３", data_key)
    assert slots.open_with_password("Zo\u00e9", "abc123") == data_key


def test_a_name_is_given_once(slots, data_key):
    with pytest.raises(RuleBroken, match="已有口令") as refused:
        slots.add_password("周敏", "other", data_key)
    assert refused.value.field == "login"
    with pytest.raises(RuleBroken, match="请填写"):
        slots.add_password("  ", "other", data_key)


def test_changed_password_replaces_the_old_one(slots, path, data_key):
    slots.change_password("周敏", "春风又绿江南岸", "明月何时照我还")
    again = KeySlots.load(path, CHEAP)
    assert again.open_with_password("周敏", "明月何时照我还") == data_key
    with pytest.raises(NotAllowed):
        again.open_with_password("周敏", "春风又绿江南岸")
    with pytest.raises(NotAllowed):
        slots.change_password("周敏", "春风又绿江南岸", "x")


def test_reset_and_removal(slots, data_key):
    slots.add_password("何平", "second", data_key)
    slots.reset_password("何平", "third", data_key)
    assert slots.open_with_password("何平", "third") == data_key
    slots.remove("何平")
    with pytest.raises(NotAllowed):
        slots.open_with_password("何平", "third")
    with pytest.raises(NotFound):
        slots.remove("何平")
    with pytest.raises(NotAllowed, match="最后一个"):
        slots.remove("周敏")


def test_a_foreign_data_key_is_not_wrapped(slots):
    with pytest.raises(NotAllowed, match="不属于"):
        slots.add_password("何平", "second", new_data_key())


def test_recovery_code_opens_and_is_replaced(slots, path, data_key):
    first, second = new_recovery_code(), new_recovery_code()
    with pytest.raises(NotAllowed, match="没有设置恢复码"):
        slots.open_with_recovery(first)
    slots.set_recovery(first, data_key)
    assert KeySlots.load(path).open_with_recovery(first.lower().replace("-", " ")) == data_key
    slots.set_recovery(second, data_key)
    assert slots.open_with_recovery(second) == data_key
    with pytest.raises(NotAllowed, match="不符"):
        slots.open_with_recovery(first)


def test_code_is_read_as_people_write_it():
    code = new_recovery_code()
    assert [len(group) for group in code.split("-")] == [5] * 6
    secret = read_recovery_code(code)
    assert len(secret) * 5 >= 128
    written = code.lower().replace("0", "o").replace("1", "l").replace("-", " — ")
    assert read_recovery_code(written) == secret
    wide = {c: chr(ord(c) + 0xFEE0) for c in string.ascii_uppercase + string.digits + "-"}
    assert read_recovery_code("".join(wide[c] for c in code)) == secret


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, 29), put=st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_typing_error_is_noticed(at, put):
    assume(KNOWN[at] != put)
    with pytest.raises(RuleBroken, match="抄写有误") as refused:
        read_recovery_code(KNOWN[:at] + put + KNOWN[at + 1 :])
    assert refused.value.field == "code"


@pytest.mark.parametrize(
    ("typed", "words"), [("", "30 个字符"), ("ABC", "30 个字符"), ("U" * 30, "“U”")]
)
def test_what_is_no_code_is_said_so(typed, words):
    with pytest.raises(RuleBroken, match=words):
        read_recovery_code(typed)


def test_create_never_overwrites(slots, path):
    before = path.read_bytes()
    with pytest.raises(NotAllowed, match="已经存在"):
        KeySlots.create(path, new_data_key(), CHEAP)
    assert path.read_bytes() == before


def test_missing_and_foreign_files_are_told_in_words(path):
    with pytest.raises(NotFound, match="找不到钥匙文件"):
        KeySlots.load(path)
    for junk in (b"", b"{}", b"[" * 100_000, b"\xff\xfe", b"x" * (2 << 20)):
        path.write_bytes(junk)
        with pytest.raises(Damaged, match="已损坏"):
            KeySlots.load(path)


@pytest.mark.parametrize("cost", [{"n": 1 << 30}, {"n": 3}, {"r": 0}, {"p": 10**6}, {"n": -2}])
def test_a_file_that_would_eat_the_memory_is_refused(slots, path, cost):
    content = json.loads(path.read_text("utf-8"))
    content["slots"][0]["cost"].update(cost)
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(Damaged):
        KeySlots.load(path)


def test_a_slot_cannot_be_given_to_another_name(slots, path):
    content = json.loads(path.read_text("utf-8"))
    content["slots"][0]["login"] = "贼"
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(NotAllowed):
        KeySlots.load(path).open_with_password("贼", "春风又绿江南岸")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_never_gives_a_wrong_key(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("keys") / "keyslots.json"
    data_key = bytes(range(32))
    KeySlots.create(path, data_key, CHEAP).add_password("周敏", "pw", data_key)
    raw = bytearray(path.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(raw)
    try:
        opened = KeySlots.load(path).open_with_password("周敏", "pw")
    except (Damaged, NotAllowed):
        return
    assert opened == data_key


def test_previous_version_helps_when_the_new_one_is_torn(slots, path, data_key):
    backup = path.with_name("keyslots.json.bak")
    assert not backup.exists()
    backup.write_bytes(path.read_bytes())
    path.write_bytes(path.read_bytes()[:100])
    again = KeySlots.load(path, CHEAP)
    assert again.open_with_password("周敏", "春风又绿江南岸") == data_key
    again.add_password("何平", "second", data_key)
    assert KeySlots.load(path).open_with_password("何平", "second") == data_key
    assert not backup.exists()


def test_a_change_that_cannot_be_written_is_not_made(slots, path, data_key, tmp_path):
    before = path.read_bytes()
    blocked = tmp_path / "keyslots.json.bak.part"
    blocked.mkdir()
    with pytest.raises(StorageFailed):
        slots.add_password("何平", "second", data_key)
    assert path.read_bytes() == before
    assert slots.logins() == ("周敏",)
    blocked.rmdir()
    slots.add_password("何平", "second", data_key)
    assert KeySlots.load(path).logins() == ("周敏", "何平")
