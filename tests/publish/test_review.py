"""The review command fails from the day after the due date, and says what to do."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from macros.load import load_data
from publish import review

DUE = date(2027, 5, 1)
DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize("days", [-400, -1, 0])
def test_before_and_on_the_due_date_nothing_is_wrong(days: int) -> None:
    assert review.overdue(DUE, DUE + timedelta(days)) is None


@pytest.mark.parametrize(("days", "words"), [(1, "1 day ago"), (31, "31 days ago")])
def test_after_the_due_date_the_message_says_how_late(days: int, words: str) -> None:
    message = review.overdue(DUE, DUE + timedelta(days))
    assert message is not None
    assert "2027-05-01" in message
    assert words in message


def test_the_command_reads_the_due_date_from_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    due = load_data(DATA).site.review.due
    assert review.main(DATA, today=due) == 0
    assert due.isoformat() in capsys.readouterr().out
    assert review.main(DATA, today=due + timedelta(1)) == 1
    assert due.isoformat() in capsys.readouterr().err
