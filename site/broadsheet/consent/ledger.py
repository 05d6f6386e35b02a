"""The ledger: each choice adds one record, chained to the one before by its hash."""

import hashlib
import json
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..storage import lock_for_writing
from .models import Record
from .policy import Policy

NO_RECORD_BEFORE = "0" * 64
NOT_HASHED = {"hash"}


def append_record(
    session: Session,
    policy: Policy,
    granted: frozenset[str],
    *,
    surface: str,
    language: str,
    before: Record | None,
    now: datetime | None = None,
) -> Record:
    """Append one choice and return it; the caller's transaction makes it durable."""
    lock_for_writing(session, "consent.ledger")
    last = session.execute(
        select(Record.number, Record.hash).order_by(Record.number.desc()).limit(1)
    ).one_or_none()
    # The hash is made of whole seconds, so that a database that keeps fewer digits gives the same.
    time = (now or datetime.now(UTC)).replace(microsecond=0)
    record = Record(
        number=last.number + 1 if last else 1,
        receipt=secrets.token_urlsafe(16),
        time=time,
        action=name_action(granted, before),
        surface=surface,
        granted=sorted(granted),
        refused=sorted(policy.optional_services - granted),
        policy_version=policy.version,
        notice_hash=policy.notice_hash,
        language=language,
        mode="opt-in",
        region=None,
        gpc=False,
        expires=time + timedelta(days=policy.days),
        before=before.receipt if before else None,
        controller=policy.controller,
        previous_hash=last.hash if last else NO_RECORD_BEFORE,
    )
    record.hash = hash_record(record)
    session.add(record)
    session.flush()
    return record


def name_action(granted: frozenset[str], before: Record | None) -> str:
    """Name what a choice is: grant, refuse, change or withdraw."""
    if before is None:
        return "grant" if granted else "refuse"
    if before.granted and not granted:
        return "withdraw"
    if not before.granted and granted:
        return "grant"
    return "change" if granted else "refuse"


def find_record(session: Session, receipt: str) -> Record | None:
    return session.scalars(select(Record).where(Record.receipt == receipt)).one_or_none()


def hash_record(record: Record) -> str:
    """Return the SHA-256, in hex, of the record's content and of the hash before it."""
    names = [column.key for column in Record.__table__.columns if column.key not in NOT_HASHED]
    content = {name: getattr(record, name) for name in names}
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_as_text)
    return hashlib.sha256(told.encode()).hexdigest()


def _as_text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
