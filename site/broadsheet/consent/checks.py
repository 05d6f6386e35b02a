"""What `broadsheet doctor` asks of the choice: is anything shown that was not announced, or not said in a language?"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from .ledger.verifying import verify_ledger
from .models import ShownWording
from .policy import Policy
from .policy.translation import find_missing_words
from .policy.wording import word


def find_changed_wording(session: Session, policy: Policy) -> Iterator[str]:
    """Yield where people answered other words under the same version than are shown now (rule 9)."""
    query = select(ShownWording).where(ShownWording.policy_version == policy.version)
    for shown in session.scalars(query):
        if shown.language not in policy.languages or shown.mode not in policy.modes:
            continue
        if word(policy, shown.language, shown.mode).hash != shown.hash:
            yield (
                f"The wording in {shown.language} (mode {shown.mode}) was changed, but is still called version "
                f"{policy.version}. Give the policy a new version, so that readers are asked again."
            )


def find_problems(session: Session, policy: Policy) -> Iterator[str]:
    """Yield what is wrong with the policy and the ledger, each as a sentence that says what to do."""
    yield from dict.fromkeys(find_changed_wording(session, policy))
    missing = list(find_missing_words(policy))
    if missing:
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
        yield f"The consent policy is not translated everywhere: {shown}. Say it in the file of that language."
    fault = verify_ledger(session)
    if fault:
        yield f"The ledger of choices is not whole: {fault}. See `broadsheet privacy verify`."
