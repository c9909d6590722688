"""The workflows: actions pinned to a commit, tokens with the least rights, nothing of a stranger's run."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.y*ml"))

# Each hash as public repositories name it beside this version. A new one is looked up, never made up.
PINS = {
    "actions/checkout": ("de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2"),
    "actions/setup-python": ("a309ff8b426b58ec0e2a45f0f869d46889d02405", "v6.2.0"),
    "actions/upload-pages-artifact": ("7b1f4a764d45c48632c6b24a0339c27f5614fb0b", "v4.0.0"),
    "actions/deploy-pages": ("d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e", "v4.0.5"),
}
USES = re.compile(r"uses:\s*([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$")
TRIGGERS = {"push", "schedule", "workflow_dispatch"}  # none that a stranger sets off
MORE_RIGHTS = {"pages": "write", "id-token": "write"}


def faults(text: str) -> list[str]:
    """What is wrong with a workflow, one line each."""
    found = []
    for line in re.findall(r"uses:.*$", text, re.MULTILINE):
        match = USES.fullmatch(line)
        if not match:
            found.append(f"not pinned, or no version beside it: {line}")
        elif PINS.get(match[1]) != (match[2], match[3]):
            found.append(f"not a pin that was looked up: {line}")
    if "secrets." in text or "GITHUB_TOKEN" in text or "github.token" in text:
        found.append("names a secret")
    workflow: dict[str, Any] = YAML(typ="safe").load(text)
    strange = set(workflow["on"]) - TRIGGERS
    found += [f"a trigger that is not ours: {name}" for name in sorted(strange)]
    if workflow.get("permissions") != {"contents": "read"}:
        found.append("rights at the top are not read alone")
    for name, job in workflow["jobs"].items():
        found += [f"{name}: {line}" for line in job_faults(job)]
    return found


def job_faults(job: dict[str, Any]) -> list[str]:
    """What is wrong with one job."""
    found = []
    steps = job["steps"]
    used = [step["uses"].split("@")[0] for step in steps if "uses" in step]
    if "permissions" in job:
        if job["permissions"] != MORE_RIGHTS or used != ["actions/deploy-pages"] or len(steps) != 1:
            found.append("more rights than deploying needs, or more steps than deploying")
    elif "actions/deploy-pages" in used:
        found.append("deploys without saying its rights")
    if "timeout-minutes" not in job:
        found.append("no limit of time")
    for step in steps:
        if "${{" in step.get("run", ""):
            found.append(f"text from outside becomes a command: {step['run']}")
        if step.get("uses", "").startswith("actions/checkout@"):
            kept = step.get("with", {}).get("persist-credentials")
            found += [] if kept is False else ["the token stays in the working copy"]
        if re.search(r"\bset -[a-z]*x|\bprintenv|\benv\s*$", step.get("run", ""), re.MULTILINE):
            found.append(f"prints its environment: {step['run']}")
    return found


def test_there_is_one_that_publishes_and_one_on_a_schedule() -> None:
    triggers = {file.stem: set(YAML(typ="safe").load(file)["on"]) for file in WORKFLOWS}
    assert triggers == {"publish": {"push", "workflow_dispatch"}, "watch": {"schedule", "workflow_dispatch"}}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_fault(file: Path) -> None:
    assert faults(file.read_text("utf-8")) == []


def test_every_command_is_a_verb_of_the_makefile() -> None:
    verbs = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    said = "\n".join(file.read_text("utf-8") for file in WORKFLOWS)
    named = set(re.findall(r"run: make ([a-z]+)$", said, re.MULTILINE))
    listed = [verb for group in re.findall(r"verb: \[(.*?)\]", said) for verb in group.split(", ")]
    assert named | set(listed) == {"test", "publish", "review", "outside", "audit"}
    assert named | set(listed) <= verbs


GOOD = FOLDER / "publish.yml"
HASH = "de0fac2e4500dabe0009e67214ff5f5447ce83dd"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (f"checkout@{HASH} # v6.0.2", "checkout@v6", "not pinned"),
        (f"checkout@{HASH} # v6.0.2", f"checkout@{HASH}", "not pinned"),
        (HASH, "0" * 40, "not a pin that was looked up"),
        ("actions/checkout@", "someone/checkout@", "not a pin that was looked up"),
        ("permissions:\n  contents: read\n", "", "rights at the top"),
        ("contents: read", "contents: write", "rights at the top"),
        ("permissions:\n  contents: read\n", "permissions: write-all\n", "rights at the top"),
        ("      id-token: write\n", "      id-token: write\n      contents: write\n", "more rights"),
        (
            "    runs-on: ubuntu-24.04\n    timeout-minutes: 60\n",
            "    runs-on: ubuntu-24.04\n",
            "no limit of time",
        ),
        ("  push:\n    branches: [main]\n", "  pull_request_target:\n", "a trigger that is not ours"),
        ("run: make publish", 'run: echo "${{ github.event.head_commit.message }}"', "text from outside"),
        ("run: make publish", "run: printenv", "prints its environment"),
        (
            "run: make publish",
            "run: make publish\n        env: {KEY: '${{ secrets.KEY }}'}",
            "names a secret",
        ),
        ("persist-credentials: false", "persist-credentials: true", "the token stays"),
        ("    permissions:\n      pages: write\n      id-token: write\n", "", "deploys without saying"),
    ],
)
def test_each_fault_is_found(old: str, new: str, fault: str) -> None:
    text = GOOD.read_text("utf-8")
    assert old in text
    assert any(fault in line for line in faults(text.replace(old, new, 1)))
