"""The preview, on a small site of the same shape as this one."""

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from publish import serve
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
SECONDS = 30  # far more than any step takes; reached only when it never comes

SAMPLE = {
    "mkdocs.yml": """
        site_name: Sample
        strict: true
        watch: [data]
        theme: {name: mkdocs, highlightjs: false}
        plugins:
          - macros:
              module_name: macros
              on_undefined: strict
              on_error_fail: !ENV [MACROS_FAIL_FAST, true]
        """,
    "docs/index.md": "# Home\n\nWord {{ word() }}, fact {{ fact() }}.\n",
    "data/fact.txt": "first",
    "macros/words.py": 'WORD = "one"\n',
    "macros/__init__.py": """
        from pathlib import Path
        import click
        from .words import WORD

        def define_env(env):
            fact = Path(env.project_dir, "data", "fact.txt").read_text()
            if fact == "wrong":
                raise click.ClickException("data/fact.txt:1: wrong")
            env.macro(lambda: fact, "fact")
            env.macro(lambda: WORD, "word")
        """,
}


class Preview:
    """`python -m publish serve` on a small site, read line by line."""

    def __init__(self, root: Path) -> None:
        self.root, self.port = root, free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "publish", "serve", "--port", str(self.port)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, words: str) -> None:
        """Read the output up to a line that holds these words."""
        while words not in self.lines.get(timeout=SECONDS):
            pass

    def page(self) -> str:
        with urlopen(f"http://{serve.HOST}:{self.port}/", timeout=SECONDS) as answer:
            return str(answer.read(), "utf-8")

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        code = self.process.wait(SECONDS)
        self.reader.join(SECONDS)
        assert self.process.stdout
        self.process.stdout.close()
        return code


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    for name, text in SAMPLE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        indent = re.match(r"\n( *)", text)
        plain = text.replace(indent[0], "\n").lstrip() if indent else text
        (tmp_path / name).write_text(plain, encoding="utf-8")
    return tmp_path


@pytest.fixture
def preview(sample: Path) -> Iterator[Preview]:
    it = Preview(sample)
    try:
        yield it
    finally:
        if it.process.poll() is None:
            it.stop()


def test_changes_of_a_page_of_data_and_of_code_show(preview: Preview) -> None:
    preview.wait_for("Serving on")
    assert "Word one, fact first." in preview.page()

    preview.write("docs/index.md", "# Home\n\nNow {{ word() }}, fact {{ fact() }}.\n")
    preview.wait_for("Reloading browsers")
    assert "Now one, fact first." in preview.page()

    preview.write("data/fact.txt", "second")
    preview.wait_for("Reloading browsers")
    assert "Now one, fact second." in preview.page()

    preview.write("macros/words.py", 'WORD = "another"\n')
    preview.wait_for("Serving on")
    assert "Now another, fact second." in preview.page()

    # A page that fails is shown with its error, and the preview lives on.
    preview.write("docs/index.md", "# Home\n\n{{ nothing() }}\n")
    preview.wait_for("Reloading browsers")
    assert "Macro" in preview.page()

    assert preview.stop() == 0
    assert serve.port_is_free(preview.port)


def test_a_preview_that_could_not_start_starts_when_the_data_is_mended(sample: Path) -> None:
    (sample / "data" / "fact.txt").write_text("wrong")
    preview = Preview(sample)
    try:
        preview.wait_for("data/fact.txt:1: wrong")
        preview.wait_for("starts again when a file is saved")
        preview.write("data/fact.txt", "mended")
        preview.wait_for("Serving on")
        assert "fact mended." in preview.page()
    finally:
        assert preview.stop(signal.SIGTERM) == 0
    assert serve.port_is_free(preview.port)


def test_a_port_in_use_is_named_with_another_to_choose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        port = int(other.getsockname()[1])
        assert serve.main(tmp_path, port) == 1
    message = capsys.readouterr().err
    assert f"Port {port} " in message
    assert f"make serve PORT={port + 1}" in message


def test_code_needs_a_new_preview_and_the_rest_only_when_it_has_stopped() -> None:
    page, code = Path("docs/index.md"), Path("macros/views.py")
    assert not serve.needs_restart([page], running=True)
    assert serve.needs_restart([page], running=False)
    assert serve.needs_restart([page, code], running=True)
