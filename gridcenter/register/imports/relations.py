"""What a sheet says of a member's relation to the head of the household, and the code it is kept by."""

from gridcenter.codes.tables import Codes
from gridcenter.sheets.columns import Remark, plain, whole

_CHILD, _CHILDREN = "子女", {"1": "son", "2": "daughter"}


def relation_of(relations: Codes, word: str) -> str | None:
    """Return the code of a relation, that of 户主 for 户主（本人） too; None when it is unknown."""
    return relations.code(word) or relations.code(plain(word))


def relation_kept(
    relations: Codes, word: str, sex: str | None, remarks: list[Remark]
) -> str | None:
    """Return the code to keep, a new one for a new word; brackets that are dropped are told."""
    if not word:
        return None
    if word == _CHILD and sex in _CHILDREN:
        return _CHILDREN[sex]
    code = relation_of(relations, word)
    if code and relations.code(word) is None and not _says_head(relations, word):
        said = f"“{word}”按“{relations.word(code)}”登记，括号里的字请写到备注"
        remarks.append(Remark("与户主关系", said, "relation_note"))
    return code or relations.add(word)


def _says_head(relations: Codes, word: str) -> bool:
    """Tell whether what the brackets hold means 户主 as well: 户主（本人）."""
    return relations.code(whole(word).removeprefix(plain(word))) == "head"
