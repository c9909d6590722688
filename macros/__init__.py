"""Registers with the engine what pages may call: `views.CALLS` lists it."""

from pathlib import Path
from typing import Any

from .addresses import published
from .load import load_data
from .views import Guide


def define_env(env: Any) -> None:
    """Register the calls with an engine that knows mkdocs-macros.

    Args:
        env: the engine's macro environment; only `project_dir`, `conf` and `macro` are used.

    Raises:
        DataFault: when the shared data has a fault; the message lists all of them.
    """
    root = Path(env.project_dir)
    data = load_data(root / "data")
    # A preview serves on an address of its own, whatever SITE_URL says.
    site_url = str(env.conf.get("site_url") or "")
    guide = Guide(data, root / "docs", published(site_url, data.site.publisher))
    for name, call in guide.calls().items():
        env.macro(call, name)
