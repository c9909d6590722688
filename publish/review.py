"""Say whether the guide is due for review. The only place that asks for today's date."""

import sys
from datetime import date
from pathlib import Path

from macros.load import load_data


def main(data: Path, today: date | None = None) -> int:
    """Compare the due date in the data with today, or with the date given; return the exit code."""
    due = load_data(data).site.review.due
    message = overdue(due, today or date.today())
    if message:
        print(message, file=sys.stderr)
        return 1
    print(f"The next review is due by {due.isoformat()}.")
    return 0


def overdue(due: date, today: date) -> str | None:
    """Say what is wrong when `today` is past the due date; on the day itself nothing is yet."""
    late = (today - due).days
    if late <= 0:
        return None
    days = "1 day" if late == 1 else f"{late} days"
    return (
        f"The guide's review was due on {due.isoformat()}, {days} ago. Have a clinician read it, "
        "then set the new date in data/site.yml (review: due)."
    )
