"""Small sites to publish."""

from pathlib import Path

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sample</title>
<link rel="icon" href="assets/icon.svg">
<link rel="stylesheet" href="assets/one.css">
<link rel="stylesheet" href="assets/two.css">
<script type="module" src="assets/first.js"></script>
</head>
<body data-worker="assets/worker.js">
<p class="red">Some   <b>words</b>
<i>here</i>.</p>
</body>
</html>
"""
FILES = {
    "index.html": PAGE,
    "deep/page/index.html": PAGE.replace('="assets/', '="../../assets/').replace(
        'data-worker="../../', 'data-worker="'
    ),
    "404.html": PAGE.replace('f="assets/', 'f="/assets/').replace('c="assets/', 'c="/assets/'),
    "assets/one.css": ".red { color: red }\n.late { background: url(back.svg) }",
    "assets/two.css": "p { margin: 0 }",
    "assets/first.js": 'import { a } from "./second.js";\nimport("./third.js");\n',
    "assets/second.js": "export const a = 1;\n",
    "assets/third.js": 'import * as all from "./first.js";\n',
    "assets/worker.js": "importScripts(`${here}/other.js`);\n",
    "assets/icon.svg": "<svg/>",
    "assets/back.svg": "<svg></svg>",
    "assets/share.png": "png",
    "assets/other.js": "",
}


def write(site: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8", newline="")
    return site
