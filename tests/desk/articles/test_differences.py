from broadsheet.desk.articles.differences import GONE, NEW, SAME, SKIPPED, list_differences


def test_texts_that_say_the_same_differ_in_nothing() -> None:
    assert list_differences("a\r\nb\n", "a\nb\n") == []


def test_what_differs_stands_between_what_does_not() -> None:
    old = "\n".join(f"line {number}" for number in range(1, 21))
    lines = list_differences(old, old.replace("line 10", "other\nlines"))
    assert [(line.kind, line.number, line.text) for line in lines] == [
        (SKIPPED, 0, ""),
        (SAME, 7, "line 7"),
        (SAME, 8, "line 8"),
        (SAME, 9, "line 9"),
        (GONE, 10, "line 10"),
        (NEW, 10, "other"),
        (NEW, 11, "lines"),
        (SAME, 12, "line 11"),
        (SAME, 13, "line 12"),
        (SAME, 14, "line 13"),
        (SKIPPED, 0, ""),
    ]


def test_what_is_repeated_is_compared_too() -> None:
    lines = list_differences("a\na\na", "a\na")
    assert [line.kind for line in lines] == [SAME, SAME, GONE]
    assert [line.kind for line in list_differences("", "a\n")] == [NEW, SAME]


def test_very_long_texts_are_not_compared_line_by_line() -> None:
    old, new = (f"{first}\n" + "x\n" * 3_000 + f"y{first}" for first in "ab")
    lines = list_differences(old, new)
    assert {line.kind for line in lines} == {GONE, NEW}
    assert len(lines) == 2 * 3_002
