"""Plans of all kinds, for tests that try many."""

import datetime as dt
from collections.abc import Callable
from random import Random

from macros import plan, schedule
from macros.model import HOURS_IN, Data
from macros.plan import Plan, read_span, write_span

GAPS = ("14d", "20-45d", "35d", "2w", "3w", "4-6w", "5w", "8w", "1m", "2m", "1-2m")


def some(random: Random, data: Data, gaps: tuple[str, ...] = GAPS) -> Plan:
    """A plan that the guide accepts: with or without number, gap, moved sessions and a clinic's own times."""
    bounds = plan.bounds(data)
    first = dt.date(2025, 1, 1) + dt.timedelta(random.randrange(3 * 365))
    sessions = random.choice([None, *range(bounds.sessions[0], bounds.sessions[1] + 1)])
    gap = read_span(random.choice(gaps)) if random.random() < 0.8 else None
    moved: dict[int, dt.date] = {}
    for number in range(2, (sessions or 3) + 1):
        if random.random() < 0.3:
            before = schedule.session_windows(first, number - 1, gap or bounds.gap, moved)[-1]
            moved[number] = before.latest + dt.timedelta(random.randint(14, 70))
    times = {
        id_: read_span(own_time(random.choice, random.randint))
        for id_ in bounds.times
        if random.random() < 0.2
    }
    assert all(
        bounds.time_hours[0] <= schedule.span_hours(x) <= bounds.time_hours[1] for x in times.values()
    ), {id_: write_span(x) for id_, x in times.items()}
    return Plan(first, sessions, gap, moved, times)


def own_time(choice: Callable[[str], str], number: Callable[[int, int], int]) -> str:
    """A clinic's own time, as a plan writes it, within a day and eight weeks."""
    unit = choice("hdw")
    each = HOURS_IN[{"h": "hours", "d": "days", "w": "weeks"}[unit]]
    return f"{number(max(1, 24 // each), 8 * 7 * 24 // each)}{unit}"
