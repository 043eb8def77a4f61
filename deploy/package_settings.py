"""What pip is configured with, said in uv's words: uv does not read pip's configuration."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path

# pip's option -> uv's variable, and what stands between several values there
TRANSLATIONS = {
    "find-links": ("UV_FIND_LINKS", ","),
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "constraint": ("UV_CONSTRAINT", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "proxy": ("ALL_PROXY", " "),
}


def pip_settings(python: Path) -> dict[str, list[str]]:
    """Return pip's own view of its configuration files and PIP_ variables; the environment wins."""
    command = [str(python), "-m", "pip", "config", "list"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found: dict[str, list[str]] = {}
    for line in sorted(answer.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if section in {"global", "install", ":env:"}:
            found[option] = str(ast.literal_eval(value)).split()
    return found


def uv_environment(python: Path) -> dict[str, str]:
    """The environment for uv; what the person has set for uv already stands."""
    env = dict(os.environ)
    settings = pip_settings(python)
    for option, (variable, between) in TRANSLATIONS.items():
        if option in settings:
            env.setdefault(variable, between.join(settings[option]))
    if "extra-index-url" in settings:
        # pip looks for a version in every index it knows; so shall uv
        env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return env
