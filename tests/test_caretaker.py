import pytest

from broadsheet.articles.publishing import Report
from broadsheet.articles.publishing.folder import Problem
from broadsheet.caretaker import Teller


def test_a_problem_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    tell = Teller()
    problem = Problem("broken.md", 3, "published is wrong")
    for _ in range(2):
        tell(Report(problems=[problem]))
    assert capsys.readouterr().err == "Not published: broken.md, line 3: published is wrong\n"
    tell(Report())
    tell(Report(problems=[problem]))
    assert capsys.readouterr().err.count("broken.md") == 1
