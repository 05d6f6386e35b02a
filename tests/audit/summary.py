"""What was found, as tables for people."""

from collections import defaultdict

from findings import Finding
from lighthouse import Scores

MOST_PLACES = 3


def print_scores(measured: list[tuple[str, Scores, list[Finding]]]) -> None:
    columns = list(dict.fromkeys(name for _, scores, _ in measured for name in scores))
    print(f"\n{'Lighthouse':<20}" + "".join(f"{name:>16}" for name in columns))
    for name, scores, _ in measured:
        print(f"{name:<20}" + "".join(f"{scores.get(column, 0):>16}" for column in columns))


def print_findings(found: list[Finding]) -> None:
    """Print each rule once for each kind of page, with the first look in which it was broken."""
    for demanded, title in ((True, "Missed demands"), (False, "Told of, not demanded")):
        grouped: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in found:
            if finding.demanded is demanded:
                grouped[finding.rule, finding.kind].append(finding)
        print(f"\n{title}: {len(grouped) or 'none'}")
        for (rule, kind), findings in grouped.items():
            first = findings[0]
            print(f"  {rule} on {kind} ({first.look}; {len(findings)} in all): {first.says}")
            for place in first.places[:MOST_PLACES]:
                print(f"      {place}")
