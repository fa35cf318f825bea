"""What the tables must hold, read from the op rows alone; shares no code with the program."""

import struct


def decode(data, at=0):
    """Decode one MessagePack value; return it and the place after it."""
    tag = data[at]
    at += 1
    if tag <= 0x7F:
        return tag, at
    if tag >= 0xE0:
        return tag - 256, at
    if tag in {0xC0, 0xC2, 0xC3}:
        return {0xC0: None, 0xC2: False, 0xC3: True}[tag], at
    if tag in _NUMBERS:
        form = struct.Struct(_NUMBERS[tag])
        return form.unpack_from(data, at)[0], at + form.size
    size, at, kind = _length(data, tag, at)
    if kind in {"str", "bin"}:
        raw = bytes(data[at : at + size])
        return (raw.decode() if kind == "str" else raw), at + size
    items = []
    for _ in range(size * (2 if kind == "map" else 1)):
        item, at = decode(data, at)
        items.append(item)
    return (dict(zip(items[::2], items[1::2], strict=True)) if kind == "map" else items), at


_NUMBERS = {
    0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">L", 0xCF: ">Q",
    0xD0: ">b", 0xD1: ">h", 0xD2: ">l", 0xD3: ">q",
}  # fmt: skip
_LENGTHS = {
    0xC4: (">B", "bin"), 0xC5: (">H", "bin"), 0xC6: (">L", "bin"), 0xD9: (">B", "str"),
    0xDA: (">H", "str"), 0xDB: (">L", "str"), 0xDC: (">H", "list"), 0xDD: (">L", "list"),
    0xDE: (">H", "map"), 0xDF: (">L", "map"),
}  # fmt: skip


def _length(data, tag, at):
    if tag in _LENGTHS:
        form, kind = _LENGTHS[tag]
        return struct.unpack_from(form, data, at)[0], at + struct.calcsize(form), kind
    if 0x80 <= tag <= 0x9F:
        return tag & 0x0F, at, "map" if tag < 0x90 else "list"
    assert 0xA0 <= tag <= 0xBF, hex(tag)
    return tag & 0x1F, at, "str"


def replay(raw):
    """Return kind → record → fields that have a value, from one line of ops of a raw connection."""
    tables = {}
    query = "SELECT kind, record, verb, body FROM op ORDER BY origin, seq"
    for kind, record, verb, body in raw.execute(query):
        (values, _seen), end = decode(body)
        assert end == len(body)
        rows = tables.setdefault(kind, {})
        if verb == "delete":
            del rows[record]
        elif verb == "update":
            rows[record].update(values)
        else:
            assert record not in rows
            rows[record] = dict(values)
    return {
        kind: {
            record: {name: value for name, value in row.items() if value is not None}
            for record, row in rows.items()
        }
        for kind, rows in tables.items()
    }


def stored(raw, kind):
    """Return record → fields that have a value, as they lie in the table (points as text)."""
    cursor = raw.execute(f'SELECT * FROM "{kind}"')
    names = [column[0] for column in cursor.description]
    rows = {}
    for cells in cursor:
        row = dict(zip(names, cells, strict=True))
        record = row.pop("id")
        del row["made"], row["edits"]
        rows[record] = {name: value for name, value in row.items() if value is not None}
    return rows
