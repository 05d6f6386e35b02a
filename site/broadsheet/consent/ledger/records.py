"""The ledger: each choice adds one record, chained to the one before by its hash."""

import hashlib
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from ...storage import lock_for_writing
from ..models import Record, ShownWording
from ..policy import Policy
from ..policy.wording import Wording
from .seal import BEGINNING, Seal, has_seal, read_seal, write_seal

LOCK = "consent.ledger"
NOT_HASHED = {"hash"}
ADDED_LATER = {
    "categories",
    "line",
}  # Hashed only where it has a value, so that older records keep their hash.
ONCE_SURFACE = "embed-once"  # A grant for one page: it replaces no choice.
_LATER = aliased(Record)
# Asked for every page of a reader who granted something, so it is built once.
NEWEST = select(Record.number).where(
    Record.receipt == bindparam("receipt"),
    Record.expires > bindparam("now"),
    ~exists().where(
        _LATER.line == Record.line, _LATER.number > Record.number, _LATER.surface != ONCE_SURFACE
    ),
    ~exists().where(_LATER.before == Record.receipt),
)
ACTIONS = GRANT, REFUSE, CHANGE, WITHDRAW, SIGNAL = "grant", "refuse", "change", "withdraw", "signal"


@dataclass(frozen=True)
class Decision:
    """What was decided and where; `before` is the receipt that it replaces and `line` the line that it goes on, if any."""

    action: str
    surface: str
    granted: frozenset[str]
    line: str | None = None
    before: str | None = None
    region: str | None = None
    gpc: bool = False
    lasts: timedelta | None = None


def append_record(
    session: Session, policy: Policy, wording: Wording, decision: Decision, now: datetime | None = None
) -> Record:
    """Append one choice and return it; the caller's transaction makes it durable."""
    lock_for_writing(session, LOCK)
    seal = read_seal(session)
    last, whole = _find_last(session, seal)
    receipt = secrets.token_urlsafe(16)
    # The hash is made of whole seconds, so that a database that keeps fewer digits gives the same.
    time = (now or datetime.now(UTC)).replace(microsecond=0)
    record = Record(
        number=last.last_number + 1,
        receipt=receipt,
        time=time,
        action=decision.action,
        surface=decision.surface,
        granted=sorted(decision.granted),
        refused=sorted(policy.optional_services - decision.granted),
        categories=sum_up(policy, decision.granted),
        line=decision.line or receipt,
        policy_version=policy.version,
        notice_hash=wording.hash,
        language=wording.language,
        mode=wording.mode,
        region=decision.region,
        gpc=decision.gpc,
        expires=time + (decision.lasts or timedelta(days=policy.days)),
        before=decision.before,
        controller=policy.controller,
        previous_hash=last.last_hash,
    )
    record.hash = hash_record(record)
    session.add(record)
    _keep_wording(session, wording, policy.version)
    if whole:
        write_seal(session, last.followed_by(record.number, record.hash))
    session.flush()
    return record


def _keep_wording(session: Session, wording: Wording, version: str) -> None:
    """Keep the words under their hash, once."""
    if session.get(ShownWording, wording.hash) is None:
        session.add(
            ShownWording(
                hash=wording.hash,
                policy_version=version,
                language=wording.language,
                mode=wording.mode,
                told=wording.told,
            )
        )


def _find_last(session: Session, seal: Seal | None) -> tuple[Seal, bool]:
    """Return where the ledger ends, and whether its seal says so too.

    By the seal, so that the place of a record that was taken away stays empty. Where rows stand past it, or there are rows
    and no good seal, by the rows; then nothing is sealed, or a forgery would be sealed along with the next reader's choice.
    """
    query = select(Record.number, Record.hash).order_by(Record.number.desc()).limit(1)
    row = session.execute(query).one_or_none()
    if seal and (row is None or row.number <= seal.last_number):
        return seal, True
    first = seal or BEGINNING
    return (first.followed_by(row.number, row.hash), False) if row else (first, not has_seal(session))


def sum_up(policy: Policy, granted: Collection[str]) -> dict[str, str]:
    """Return, for each optional category, whether `all`, `some` or `none` of its services are granted."""
    summed = {}
    for category in policy.optional:
        held = sum(service.id in granted for service in category.services)
        summed[category.id] = "none" if not held else "all" if held == len(category.services) else "some"
    return summed


def name_action(granted: frozenset[str], before: frozenset[str] | None) -> str:
    """Name what a choice is: grant, refuse, change or withdraw.

    `before` is what an earlier choice granted; None where there was none.
    """
    if not before:
        return GRANT if granted else REFUSE
    return CHANGE if granted else WITHDRAW


def is_newest(session: Session, receipt: str) -> bool:
    """Whether the ledger has the record of a receipt, it has not ended, and none has replaced it."""
    return session.execute(NEWEST, {"receipt": receipt, "now": datetime.now(UTC)}).first() is not None


def find_newest(session: Session, known: Record) -> Record | None:
    """Return the newest lasting choice in the line of a record, or None where there was none that lasts."""
    in_line = Record.line == find_line(known)
    query = (
        select(Record).where(in_line, Record.surface != ONCE_SURFACE).order_by(Record.number.desc()).limit(1)
    )
    return session.scalars(query).first() or (known if known.surface != ONCE_SURFACE else None)


def find_line(record: Record) -> str:
    """Return the line of a record; one from before there were lines begins its own."""
    return record.line or record.receipt


def find_record(session: Session, receipt: str) -> Record | None:
    return session.scalars(select(Record).where(Record.receipt == receipt)).one_or_none()


def describe_record(record: Record) -> dict[str, object]:
    """Return a record as plain data, times in RFC 3339: what is hashed, exported and put on a receipt."""
    described = {}
    for column in Record.__table__.columns:
        value = getattr(record, column.key)
        described[column.key] = (
            value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value
        )
    return described


def hash_record(record: Record) -> str:
    """Return the SHA-256, in hex, of the record's content and of the hash before it."""
    content = {
        name: value
        for name, value in describe_record(record).items()
        if name not in NOT_HASHED and not (name in ADDED_LATER and value is None)
    }
    told = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
