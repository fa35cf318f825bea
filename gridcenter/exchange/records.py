"""What this PC keeps of the exchange with others; never part of a package itself."""

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from gridcenter.store.fields import Blob
from gridcenter.store.records import Local


class TrustedNode(Local):
    """A node whose card was taken in: the card's bytes, and the newest receipt it sent."""

    __tablename__ = "trusted_node"

    node: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    card: Mapped[bytes] = mapped_column(Blob)
    trusted_at: Mapped[str] = mapped_column(String(32))
    trusted_by: Mapped[str] = mapped_column(String(40))
    receipt: Mapped[bytes | None] = mapped_column(Blob)
    receipt_stamp: Mapped[bytes | None] = mapped_column(Blob(16))


class Outgoing(Local):
    """A package of this node's line in the outbox; `state` is sealing, sealed or handed."""

    __tablename__ = "outgoing"

    package: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    file: Mapped[str] = mapped_column(String(100))
    epoch: Mapped[int] = mapped_column(Integer)
    from_seq: Mapped[int] = mapped_column(Integer)
    to_seq: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[bytes | None] = mapped_column(Blob(32))
    size: Mapped[int | None] = mapped_column(Integer)
    noted_at: Mapped[str] = mapped_column(String(32))
    handed_at: Mapped[str | None] = mapped_column(String(32))


class OutgoingReceiver(Local):
    """Whom an outgoing package is sealed to, and since when its receipt is here."""

    __tablename__ = "outgoing_receiver"

    package: Mapped[bytes] = mapped_column(ForeignKey("outgoing.package"), primary_key=True)
    node: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    acknowledged_at: Mapped[str | None] = mapped_column(String(32))


class Received(Local):
    """A package that was taken in."""

    __tablename__ = "received"

    package: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    node: Mapped[bytes] = mapped_column(Blob(16))
    epoch: Mapped[int] = mapped_column(Integer)
    from_seq: Mapped[int] = mapped_column(Integer)
    to_seq: Mapped[int] = mapped_column(Integer)
    verdict: Mapped[str] = mapped_column(String(20))
    ops: Mapped[int] = mapped_column(Integer)
    at: Mapped[str] = mapped_column(String(32))


class Tip(Local):
    """How far a line goes, by what any node has said: what lies beyond ours is missing here."""

    __tablename__ = "tip"

    node: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Integer)


class ConflictRow(Local):
    """A clash that nobody has settled yet; derived from the journal, made anew when that grows.

    `field` is "*" when one side deleted the record; `kept` and `lost` are MessagePack.
    """

    __tablename__ = "conflict"

    record: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    lost_stamp: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(80))
    critical: Mapped[bool] = mapped_column(Boolean)
    kept: Mapped[bytes] = mapped_column(Blob)
    kept_by: Mapped[str] = mapped_column(String(40))
    lost: Mapped[bytes] = mapped_column(Blob)
    lost_by: Mapped[str] = mapped_column(String(40))
