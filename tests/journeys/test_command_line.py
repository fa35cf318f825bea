import json
import os
import subprocess
import sys

import pytest

from gridcenter.access.settings import LastBackup
from gridcenter.base.paths import shipped
from gridcenter.cli import main
from gridcenter.office import open_office
from gridcenter.store.settings import recall

SAMPLES = shipped("resources/samples/yanwu")
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command in JSON; returns (exit status, object or None, stderr)."""
    monkeypatch.setenv("GRIDCENTER_PASSWORD", "demo")

    def call(folder, *arguments):
        status = main(["--data", str(folder), "--json", *map(str, arguments)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, json.loads(said.out) if said.out else None, said.err

    return call


def test_the_sample_files_give_the_numbers_of_the_truth(yanwu, run):
    status, counts, _ = run(yanwu, "count")
    assert status == 0
    for key, truth in {
        "stations": "stations", "villages": "villages", "grids": "grids", "subgrids": "subgrids",
        "households": "households", "residents": "residents_after_import",
        "members": "party_members", "visits": "visits_oct", "needs": "visit_needs_oct",
    }.items():  # fmt: skip
        assert counts[key] == TRUTH[truth], key


def test_an_import_tells_what_became_of_every_row_and_can_be_taken_back(tmp_path, run):
    data = tmp_path / "data"
    run(data, "init", "--division", "371423200")
    _, before, _ = run(data, "check", "--deep")
    status, done, _ = run(data, "import", "grids", SAMPLES / "严务乡网格划分表.xlsx")
    assert (status, done["rows"], done["created"], done["rejected"]) == (0, 79, 79, 0)
    assert done["rows"] == sum(done[k] for k in ("created", "updated", "unchanged", "rejected"))
    _, again, _ = run(data, "import", "grids", SAMPLES / "严务乡网格划分表.xlsx")
    assert (again["created"], again["unchanged"]) == (0, 79)
    status, undone, _ = run(data, "import", "undo", done["batch"])
    assert (status, undone["undone"] > 79) == (0, True)
    _, after, _ = run(data, "check", "--deep")
    assert (after["ok"], after["digest"]) == (True, before["digest"])
    status, _, words = run(data, "import", "undo", done["batch"])
    assert (status, "撤回过" in words) == (1, True)


def test_a_dry_run_and_its_verdicts_write_no_record(tmp_path, run):
    data, verdicts = tmp_path / "data", tmp_path / "verdicts.xlsx"
    run(data, "init", "--division", "371423200")
    file = SAMPLES / "严务乡网格划分表.xlsx"
    status, done, _ = run(data, "import", "grids", file, "--dry-run", "--verdicts", verdicts)
    assert (status, done["created"], verdicts.stat().st_size > 1000) == (0, 79, True)
    assert run(data, "count")[1]["grids"] == 0


def test_verdicts_that_cannot_be_written_stop_the_import_before_it_begins(tmp_path, run):
    data = tmp_path / "data"
    run(data, "init", "--division", "371423200")
    file, nowhere = SAMPLES / "严务乡网格划分表.xlsx", tmp_path / "nowhere" / "v.xlsx"
    status, _, words = run(data, "import", "grids", file, "--verdicts", nowhere)
    assert (status, "v.xlsx" in words) == (1, True)
    assert run(data, "count")[1]["grids"] == 0


def test_verdicts_are_an_export_and_logged(tmp_path, run):
    data = tmp_path / "data"
    run(data, "init", "--division", "371423200")
    file = SAMPLES / "严务乡网格划分表.xlsx"
    run(data, "import", "grids", file, "--verdicts", tmp_path / "v.xlsx")
    assert run(data, "log")[1]["entries"][-1]["count"] == 79


def test_the_inspection_ledger_has_the_average_and_is_the_same_twice(yanwu, run, tmp_path):
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    status, made, _ = run(yanwu, "ledger", "inspection", "--month", "2026-10", "-o", one)
    assert (status, made["rows"], made["missing_glyphs"], made["sealed"]) == (0, 22, [], False)
    run(yanwu, "ledger", "inspection", "--month", "2026-10", "-o", two)
    assert one.read_bytes() == two.read_bytes()


def test_a_package_brings_everything_to_the_county_once(yanwu_copy, tmp_path, run):
    county, stick = tmp_path / "county", tmp_path / "stick"
    stick.mkdir()
    run(county, "init", "--division", "371423", "--county")
    for folder, card in ((yanwu_copy, "t.gccard"), (county, "c.gccard")):
        assert run(folder, "node", "card", "-o", tmp_path / card)[0] == 0
    run(yanwu_copy, "node", "trust", tmp_path / "c.gccard")
    run(county, "node", "trust", tmp_path / "t.gccard")
    status, sealed, _ = run(yanwu_copy, "package", "export", "--to", stick)
    assert (status, sealed["files"][0]["ops"] > 60_000) == (0, True)
    package = sealed["files"][0]["file"]
    status, taken, _ = run(county, "package", "import", package)
    assert (status, taken["files"][0]["verdict"]) == (0, "applied")
    assert run(county, "count")[1] == run(yanwu_copy, "count")[1]
    here, there = run(yanwu_copy, "check", "--deep")[1], run(county, "check", "--deep")[1]
    assert (here["ok"], there["ok"], here["digest"]) == (True, True, there["digest"])
    assert run(county, "package", "import", package)[1]["files"][0]["verdict"] == "duplicate"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ledger", "inspection", "--month", "2026-13", "-o", "x.pdf"], "月份"),
        (["ledger", "nothing", "--month", "2026-10", "-o", "x.pdf"], "nothing"),
        (["ledger", "visits", "--month", "2026-10", "-o", "x.doc"], ".pdf"),
        (["ledger", "visits", "--month", "2026-10", "--area", "月亮村", "-o", "x.pdf"], "月亮村"),
        (["responsible", "--area", "严务村", "--day", "昨天"], "昨天"),
        (["import", "residents", "nowhere.xlsx"], "nowhere.xlsx"),
        (["import", "undo", "abc"], "批次号"),
        (["init", "--division", "371423200"], "已经有数据"),
        (["show", "person", "1"], "记录编号"),
        (["package", "import", "nowhere.gcpkg"], "nowhere.gcpkg"),
        (["node", "trust", "nowhere.gccard"], "nowhere.gccard"),
        (["restore", "nowhere.gcbak"], "nowhere.gcbak"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence_and_status_1(yanwu, run, arguments, words):
    status, _, said = run(yanwu, *arguments)
    assert (status, words in said) == (1, True), said


def test_a_wrong_password_and_a_wrong_command(yanwu, run, monkeypatch, capsys):
    monkeypatch.setenv("GRIDCENTER_PASSWORD", "wrong")
    status, _, said = run(yanwu, "count")
    assert (status, "口令不对" in said) == (1, True)
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(yanwu), "frobnicate"])
    assert ended.value.code == 2
    assert "用法不对" in capsys.readouterr().err


def test_records_are_entered_shown_masked_and_revealed_with_a_reason(yanwu_copy, tmp_path, run):
    given = tmp_path / "visits.json"
    visit = {
        "visited_on": "2026-10-07", "village": "严务村", "household": "20100001",
        "visitor": "司马国伟", "result": "已见面", "need": "村东路灯不亮", "matter": True,
    }  # fmt: skip
    given.write_text(json.dumps([visit], ensure_ascii=False), encoding="utf-8")
    matters = run(yanwu_copy, "count")[1]["matters"]
    status, entered, _ = run(yanwu_copy, "record", "visit", "--from", given)
    assert (status, entered["created"]) == (0, 1)
    assert run(yanwu_copy, "count")[1]["matters"] == matters + 1
    _, shown, _ = run(yanwu_copy, "show", "visit", entered["ids"][0])
    assert (shown["visitor"], shown["result"]) == ("司马国伟", "已见面")
    assert [c["field"] for c in shown["history"]].count("matter_id") == 1
    matter = shown["matter_id"]
    _, shown, _ = run(yanwu_copy, "show", "matter", matter)
    assert shown["asker"][1:] == "*" * len(shown["asker"][1:]) != ""
    assert shown["asker"] in [c["after"] for c in shown["history"]]
    _, whole, _ = run(yanwu_copy, "show", "matter", matter, "--reveal", "核对")
    assert "*" not in whole["asker"]
    assert whole["asker"][0] == shown["asker"][0]
    assert run(yanwu_copy, "log")[1]["entries"][-1]["reason"] == "核对"


def test_a_refused_record_names_its_place_and_enters_none(yanwu_copy, tmp_path, run):
    given = tmp_path / "inspections.json"
    good = {"unit": "严务村第一网格", "inspected_on": "2026-11-20", "scores": [{"method": "听汇报", "points": 17.5}]}
    bad = good | {"unit": "严务村第二网格", "scores": [{"method": "听汇报", "points": 25}]}
    given.write_text(json.dumps([good, bad], ensure_ascii=False), encoding="utf-8")
    status, _, words = run(yanwu_copy, "record", "inspection", "--from", given)
    assert (status, "第 2 条" in words, "超过了满分" in words) == (1, True, True)
    assert run(yanwu_copy, "count")[1]["inspections"] == 66


def test_accounts_have_passwords_of_their_own_and_the_recovery_code_opens(tmp_path, run, monkeypatch):
    data = tmp_path / "data"
    code = run(data, "init", "--division", "371423200", "--admin", "demo")[1]["recovery_code"]
    monkeypatch.setenv("GRIDCENTER_NEW_PASSWORD", "clerk-1")
    assert run(data, "account", "add", "zhou", "--name", "周敏", "--role", "clerk")[0] == 0
    monkeypatch.setenv("GRIDCENTER_PASSWORD", "clerk-1")
    assert run(data, "--account", "zhou", "package", "export", "--to", tmp_path)[0] == 1
    monkeypatch.setenv("GRIDCENTER_NEW_PASSWORD", "new-one")
    assert run(data, "account", "recover", "demo", "--code", code)[0] == 0
    monkeypatch.setenv("GRIDCENTER_PASSWORD", "new-one")
    assert run(data, "--account", "demo", "count")[1]["villages"] == 20


def test_a_second_start_says_who_holds_the_data(yanwu_copy):
    script = (
        "import sys\nfrom pathlib import Path\nfrom gridcenter.store.lock import Holder, hold\n"
        "with hold(Path(sys.argv[1]), Holder.here('窗口', '周敏')):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    environment = os.environ | {"PYTHONUTF8": "1", "GRIDCENTER_PASSWORD": "demo"}
    with subprocess.Popen(
        [sys.executable, "-c", script, str(yanwu_copy)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, encoding="utf-8",
    ) as holder:  # fmt: skip
        assert holder.stdout.readline() == "held\n"
        second = subprocess.run(
            [sys.executable, "-m", "gridcenter", "--data", str(yanwu_copy), "backup", "-o", "x.gcbak"],
            capture_output=True, env=environment, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        holder.stdin.close()
    assert second.returncode == 1
    assert "数据正由 周敏 在电脑" in second.stderr


def test_the_first_search_of_a_folder_finds_before_anything_is_written(tmp_path, run):
    folder = tmp_path / "new"
    run(folder, "init", "--division", "371423200", "--admin", "demo")
    assert run(folder, "find", "严务村")[1]["hits"]


def test_a_backup_by_command_is_noted_as_the_last_one(yanwu_copy, tmp_path, run):
    assert run(yanwu_copy, "backup", "-o", tmp_path / "b.gcb")[0] == 0
    with open_office(yanwu_copy, "", "demo", "命令行", writing=False) as office, office.database.read() as session:
        assert recall(session, LastBackup).file == "b.gcb"


def test_what_leaves_is_logged_before_it_leaves(yanwu_copy, tmp_path, run):
    before = len(run(yanwu_copy, "log")[1]["entries"])
    for ending in ("xlsx", "pdf"):
        target = tmp_path / "gone" / f"a.{ending}"
        assert run(yanwu_copy, "ledger", "visits", "--month", "2026-10", "-o", target)[0] == 1
    entries = run(yanwu_copy, "log")[1]["entries"][before:]
    assert [one["what"].rpartition("（")[2] for one in entries] == ["xlsx）", "pdf）"]


def test_who_answered_for_a_grid_on_a_day_is_told_with_masked_telephones(yanwu, run):
    _, told, _ = run(yanwu, "responsible", "--area", "严务村第一01子网格", "--day", "2026-10-07")
    said = {(one["post"], one["name"]) for one in told["responsible"]}
    assert {("网格员", "司马国伟"), ("网格长", "谭树礼"), ("党建指导员", "江志军")} <= said
    assert told["responsible"][0]["phone"] == "100****5468"
