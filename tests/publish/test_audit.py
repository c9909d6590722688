"""The audit: a fault is found, and having no data is never taken for having no faults."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import audit

SOUND_PIP = {"name": "click", "version": "8", "vulns": []}
FAULTY_PIP = {"name": "jinja2", "version": "2.10", "vulns": [{"id": "CVE-1", "fix_versions": ["2.10.1"]}]}
SKIPPED_PIP = {"name": "click", "skip_reason": "not found"}
FAULTY_NPM = {"vulnerabilities": {"minimist": {"range": "<1.2.6", "severity": "critical"}}}
SOUND_NPM: dict[str, object] = {"vulnerabilities": {}}
ERROR_NPM = {"message": "405 Method Not Allowed"}


def tools(
    pip: object, npm: object, canary_pip: object = FAULTY_PIP, canary_npm: object = FAULTY_NPM
) -> audit.Run:
    """Stands for both tools: what they say of ours, and what of the canaries."""

    def run(command: Sequence[str], folder: Path) -> str:
        if "pip_audit" in command:
            assert Path(command[-1]).exists()
            return json.dumps({"dependencies": [canary_pip if "canary" in command[-1] else pip]})
        assert (folder / "package-lock.json").exists()
        ours = folder in audit.NPM_FOLDERS
        return json.dumps(npm if ours else canary_npm)

    return run


@pytest.mark.parametrize(
    ("run", "code"),
    [
        (tools(SOUND_PIP, SOUND_NPM), audit.SOUND),
        (tools(FAULTY_PIP, SOUND_NPM), audit.FAULTS),
        (tools(SOUND_PIP, FAULTY_NPM), audit.FAULTS),
        (tools(FAULTY_PIP, ERROR_NPM), audit.FAULTS),
        (tools(SKIPPED_PIP, SOUND_NPM), audit.NO_DATA),
        (tools(SOUND_PIP, ERROR_NPM), audit.NO_DATA),
        (tools(SOUND_PIP, SOUND_NPM, canary_pip=SOUND_PIP), audit.NO_DATA),
        (tools(SOUND_PIP, SOUND_NPM, canary_npm=SOUND_NPM), audit.NO_DATA),
        (lambda command, folder: "", audit.NO_DATA),
        (lambda command, folder: "null", audit.NO_DATA),
    ],
)
def test_sound_faulty_and_no_data_are_told_apart(
    run: audit.Run, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.report(audit.audit("python", run)) == code
    said = capsys.readouterr()
    assert ("No known fault" in said.out) == (code == audit.SOUND)
    assert bool(said.err) == (code != audit.SOUND)


def test_a_fault_says_which_version_mends_it() -> None:
    found = audit.read_pip(json.dumps({"dependencies": [FAULTY_PIP]}))
    assert found.faults == ["jinja2 2.10: CVE-1, fixed in 2.10.1"]


def test_every_lock_is_audited() -> None:
    folder = audit.ROOT / "requirements"
    assert {file.stem for file in folder.glob("*.txt")} == set(audit.LOCKS)
    assert {file.parent for file in folder.rglob("package-lock.json")} == set(audit.NPM_FOLDERS)
