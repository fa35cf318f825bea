"""Ledgers that name people say what the records are kept for, and on which ground (用途、依据)."""

from dataclasses import replace

from sqlalchemy.orm import Session

from gridcenter.ledgers.model import Ledger, LedgerDef, Scope
from gridcenter.register.services.privacy import purpose_words


def stating(definition: LedgerDef) -> LedgerDef:
    """Return the ledger with purpose and ground below it wherever it holds personal data."""
    if not definition.about:
        return definition

    def build(session: Session, scope: Scope) -> Ledger:
        ledger = definition.build(session, scope)
        if not ledger.personal:
            return ledger
        return replace(ledger, notes=(*ledger.notes, purpose_words(session, definition.about)))

    return replace(definition, build=build)
