"""Starting: a command takes in only what it needs, and a program without a console starts too."""

import os
import subprocess
import sys

import pytest

from gridcenter.cli import COMMANDS, main

HEAVY = {"PySide6", "alembic", "reportlab", "pypdfium2", "pypinyin"}
COUNTED = "from gridcenter.cli import main; assert main(['--data', sys.argv[1], 'count']) == 0"


def in_python(script, folder):
    """Run a script in a Python of its own; returns what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONUTF8": "1", "GRIDCENTER_PASSWORD": "demo"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_counting_takes_in_no_window_no_paper_and_no_migration(yanwu):
    loaded = "print({name.partition('.')[0] for name in sys.modules} & " + f"{HEAVY})"
    said = in_python(f"import sys; {COUNTED}; {loaded}", yanwu)
    assert "网格" in said
    assert said.splitlines()[-1] == "set()"


def test_a_program_without_a_console_runs(yanwu):
    said = in_python(f"import sys; sys.stdout = sys.stderr = None; {COUNTED}", yanwu)
    assert said == ""


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_tells_its_arguments(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "-h"])
    assert ended.value.code == 0
    assert f"usage: gridcenter {command}" in capsys.readouterr().out
