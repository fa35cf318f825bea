"""The words of the whole program: every wing's code tables, the names of the other PCs."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from gridcenter.access.field_words import Lexicon
from gridcenter.exchange.nodes import peers
from gridcenter.register.services.privacy import unkept
from gridcenter.wings import TABLES


def _nodes(session: Session) -> Mapping[bytes, str]:
    return {peer.card.node: peer.title for peer in peers(session)}


LEXICON = Lexicon({table.name: table for table in TABLES}, _nodes, unkept)
