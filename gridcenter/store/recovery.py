"""The recovery code: 130 random bits a person can copy from paper, with a check on copying.

Thirty characters of Crockford's base32 (no I, L, O, U) in six groups of five; the last four are
the first 20 bits of the SHA-256 of the others.
"""

import hashlib
import secrets
import unicodedata

from gridcenter.base.errors import RuleBroken

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM, _CHECK, _GROUP = 26, 4, 5
_LENGTH = _RANDOM + _CHECK
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, "—": None, "–": None})


def new_recovery_code() -> str:
    """Return a fresh code as it is printed, such as "7K3QW-…" (six groups of five)."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    code = body + _check(body)
    return "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def read_recovery_code(text: str) -> bytes:
    """Return the secret in a typed code, forgiving case, spaces, width, O for 0, I and L for 1.

    Raises RuleBroken("code") when it is too short, too long, or was copied wrongly.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split()).translate(_READ_AS)
    strange = sorted(set(plain) - set(_ALPHABET))
    if strange:
        raise RuleBroken("code", f"恢复码里没有“{strange[0]}”这个字符，请对照纸上的恢复码核对")
    if len(plain) != _LENGTH:
        raise RuleBroken(
            "code", f"恢复码应为 {_LENGTH} 个字符（6 组，每组 5 个），现在是 {len(plain)} 个"
        )
    if _check(plain[:_RANDOM]) != plain[_RANDOM:]:
        raise RuleBroken("code", "恢复码抄写有误，请逐组与纸上的核对")
    return plain[:_RANDOM].encode("ascii")


def _check(body: str) -> str:
    bits = int.from_bytes(hashlib.sha256(body.encode("ascii")).digest()[:3], "big") >> 4
    return "".join(_ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))
