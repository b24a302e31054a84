"""`journal backup` and `journal restore --from`: what goes in comes out, and a damaged file is never believed."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import COMMAND, TODAY, Shell

if TYPE_CHECKING:
    from collections.abc import Callable

JOURNAL_ID = "01234567-89ab-4cde-8f01-23456789abcd\n"
FILES = {
    f"{TODAY}.md": b"today\n",
    "2018-03-27.md": "yesterday, café\r\n".encode(),
    "2018-03-26.md": b"\xff\xfe not UTF-8 \x00",
    "2018-03-27.conflict-20180328T191402Z-1a2b3c4d.md": b"theirs",
    "settings.toml": b"# mine\n",
    "progress/laptop-1a2b.csv": b"at,day\n",
    "templates/daily.md": b"# {date}\n",
    "attachments/2018/rain.jpg": bytes(range(256)) * 10,
    ".journal/id": JOURNAL_ID.encode(),
}


def fill(folder: Path, files: dict[str, bytes] = FILES) -> None:
    """Write files, with their folders."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, ns=(10**18, 1_522_245_600_123_456_789))


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of all files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def archive(shell: Shell) -> Path:
    """A backup of a journal with something of everything."""
    fill(shell.journal)
    path = shell.home / "b.zip"
    told = shell("backup", str(path))
    assert told.code == 0, told.err
    return path


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Make the archive anew from its members, changed."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)


def lines_of(members: dict[str, bytes]) -> list[dict[str, object]]:
    """The files of the manifest."""
    found: list[dict[str, object]] = json.loads(members["manifest.json"])["files"]
    return found


def list_also(members: dict[str, bytes], path: str, data: bytes) -> None:
    """Put a member in, manifest and all."""
    values = json.loads(members["manifest.json"])
    digest = sha256(data).hexdigest()
    values["files"].append({"path": path, "sha256": digest, "size": len(data), "mtime_ns": 0, "mode": "0600"})
    members["manifest.json"] = json.dumps(values).encode()
    members[path] = data


# Making one


def test_a_backup_holds_everything_with_its_hash(shell: Shell, archive: Path) -> None:
    with zipfile.ZipFile(archive) as made:
        members = {name: made.read(name) for name in made.namelist()}
    assert {name: data for name, data in members.items() if name != "manifest.json"} == FILES
    lines = lines_of(members)
    assert {str(line["path"]): line["sha256"] for line in lines} == {
        name: sha256(data).hexdigest() for name, data in FILES.items()
    }
    assert all(line["size"] == len(FILES[str(line["path"])]) for line in lines)
    assert {line["mtime_ns"] for line in lines} == {1_522_245_600_123_456_789}
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_what_was_done_is_told_in_one_line(shell: Shell) -> None:
    fill(shell.journal)
    told = shell("backup", "b.zip")
    assert told.out == ""
    assert told.err == "Backed up 3 entries and 6 other files, 2.7 kB to b.zip\n"
    assert sorted(path.name for path in shell.home.iterdir()) == [".cache", "b.zip", "journal"]


def test_ten_years_go_in_and_come_out(shell: Shell, pepys: Path) -> None:
    before = contents(pepys)
    told = shell("backup", "b.zip", JOURNAL_DIR=str(pepys))
    assert told.code == 0
    assert "Backed up 3,410 entries, 6.0 MB to b.zip" in told.err
    again = shell("restore", "--from", "b.zip", "--yes")
    assert again.code == 0, again.err
    assert contents(shell.journal) == before


def test_the_journal_is_only_read(shell: Shell) -> None:
    fill(shell.journal)
    before = {path: path.lstat().st_mtime_ns for path in shell.journal.rglob("*")}
    assert shell("backup", "b.zip").code == 0
    assert {path: path.lstat().st_mtime_ns for path in shell.journal.rglob("*")} == before


def test_history_trash_and_drafts_go_in_when_asked_for(shell: Shell) -> None:
    fill(shell.journal)
    assert shell("delete", "2018-03-27", "--yes").code == 0
    state = shell.home / ".local/state/journal-tui" / JOURNAL_ID.strip()
    fill(state / "drafts", {f"{TODAY}.deadbeef.draft": b"draft", "deadbeef.lock": b""})
    assert shell("backup", "--with-history", "b.zip").code == 0
    assert shell("backup", "plain.zip").code == 0
    with zipfile.ZipFile(shell.home / "b.zip") as made:
        kinds = {name.split("/")[1] for name in made.namelist() if name.startswith("state/")}
        assert "state/drafts/deadbeef.lock" not in made.namelist()
    with zipfile.ZipFile(shell.home / "plain.zip") as made:
        assert not any(name.startswith("state/") for name in made.namelist())
    assert kinds == {"history", "trash", "drafts"}
    before = {name: data for name, data in contents(state).items() if not name.endswith("lock")}
    elsewhere = Shell(shell.home.parent / "elsewhere")
    told = elsewhere("restore", "--from", str(shell.home / "b.zip"), "--yes")
    assert told.code == 0, told.err
    there = elsewhere.home / ".local/state/journal-tui" / JOURNAL_ID.strip()
    assert {name: data for name, data in contents(there).items() if not name.endswith("lock")} == before
    assert "Nothing was missing." in elsewhere("restore", "--from", str(shell.home / "b.zip"), "--yes").err
    assert elsewhere("restore", "2018-03-27", "--yes").code == 0
    assert elsewhere.entry("2018-03-27").read_bytes() == FILES["2018-03-27.md"]


def test_what_leads_out_is_left_out_and_named(shell: Shell) -> None:
    fill(shell.journal)
    secret = shell.home / "secret"
    secret.write_text("secret")
    (shell.journal / "2018-03-01.md").symlink_to(secret)
    (shell.journal / "attachments" / "key").symlink_to(secret)
    (shell.journal / "notes.txt").write_text("not a journal's")
    told = shell("backup", "b.zip")
    assert told.code == 3, "a backup that lacks something says so"
    assert "Not in the backup: 2018-03-01.md is a link that leads out of the journal" in told.err
    assert "Not in the backup: attachments/key" in told.err
    assert "Left out, as no part of the journal: notes.txt" in told.err
    with zipfile.ZipFile(shell.home / "b.zip") as made:
        assert set(made.namelist()) == {*FILES, "manifest.json"}


def test_names_that_are_no_utf8_go_in_and_come_out(shell: Shell) -> None:
    odd = b"2018-03-28 caf\xe9.md"
    fill(shell.journal)
    (shell.journal / os.fsdecode(odd)).write_bytes(b"odd name")
    (shell.journal / f"{TODAY} a\\b.md").write_bytes(b"backslash")
    before = contents(shell.journal)
    assert shell("backup", "b.zip").code == 0
    told = shell("restore", "--from", "b.zip", "--yes", JOURNAL_DIR=str(shell.home / "other"))
    assert told.code == 0, told.err
    assert contents(shell.home / "other") == before


def test_a_file_that_is_there_is_not_replaced_unasked(shell: Shell) -> None:
    fill(shell.journal)
    path = shell.home / "b.zip"
    path.write_text("precious")
    assert shell("backup", "b.zip").code == 2
    assert path.read_text() == "precious"
    assert shell("backup", "b.zip", "--yes").code == 0
    assert zipfile.is_zipfile(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "code"), [(".", 2), ("journal/b.zip", 2), ("nowhere/b.zip", 3), ("fifo", 2)]
)
def test_places_where_no_backup_can_be(shell: Shell, name: str, code: int) -> None:
    fill(shell.journal)
    os.mkfifo(shell.home / "fifo")
    assert shell("list").code == 0  # which makes the cache of settings
    before = sorted(shell.home.rglob("*"))
    told = shell("backup", name, "--yes")
    assert (told.code, told.err.count("\n")) == (code, 1)
    assert sorted(shell.home.rglob("*")) == before


# Looking at one


def test_a_whole_backup_is_said_to_be_whole(shell: Shell, archive: Path) -> None:
    told = shell("restore", "--from", str(archive), "--check")
    assert told.code == 0
    assert "is whole: 9 files" in told.err


def flip(data: bytes) -> bytes:
    """The same bytes but one."""
    return data[:-1] + bytes([data[-1] ^ 1])


def drop(members: dict[str, bytes]) -> None:
    del members["2018-03-27.md"]


def change(members: dict[str, bytes]) -> None:
    members["2018-03-27.md"] = flip(members["2018-03-27.md"])


def shorten(members: dict[str, bytes]) -> None:
    members["2018-03-27.md"] = members["2018-03-27.md"][:-1]


@pytest.mark.parametrize("harm", [drop, change, shorten])
def test_one_damaged_file_is_named_and_the_others_come_back(
    shell: Shell, archive: Path, harm: Callable[[dict[str, bytes]], None]
) -> None:
    rewrite(archive, harm)
    told = shell("restore", "--from", str(archive), "--check")
    assert told.code == 3
    assert "is damaged: 1 file cannot be trusted" in told.err
    assert "Damaged: 2018-03-27.md" in told.err
    other = shell.home / "other"
    assert shell("restore", "--from", str(archive), "--yes", JOURNAL_DIR=str(other)).code == 3
    assert contents(other) == {name: data for name, data in FILES.items() if name != "2018-03-27.md"}


def test_every_flipped_bit_is_noticed(shell: Shell, archive: Path) -> None:
    from journal_tui.domain.errors import StorageError
    from journal_tui.services.unpack import check

    whole = archive.read_bytes()
    names = {name.encode() for name in FILES} | {b"manifest.json"}
    bad = archive.with_name("bad.zip")
    unnoticed = []
    for at in range(0, len(whole), 3):
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        try:
            checked = check(str(bad), lambda *_: None)
        except StorageError:
            continue
        if (
            not checked.damaged
            and {line.path.encode() for line in checked.sound} | {b"manifest.json"} != names
        ):
            unnoticed.append(at)
    assert unnoticed == [], "a flipped bit may hide in a time stamp, but never in a name or a text"


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_cut_file_is_no_backup(shell: Shell, archive: Path, share: float) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * share)])
    told = shell("restore", "--from", str(archive), "--check")
    assert (told.code, told.err.count("\n")) == (3, 1)


def test_any_other_zip_is_no_backup(shell: Shell) -> None:
    with zipfile.ZipFile(shell.home / "b.zip", "w") as made:
        made.writestr(f"{TODAY}.md", "text")
    told = shell("restore", "--from", "b.zip", "--yes")
    assert told.code == 3
    assert "no manifest.json" in told.err
    assert not shell.journal.exists()


@pytest.mark.parametrize("name", ["nothing.zip", "."])
def test_no_file_at_all(shell: Shell, name: str) -> None:
    told = shell("restore", "--from", name, "--check")
    assert (told.code, told.err.count("\n")) == (2 if name != "." else 3, 1)


def test_members_that_nobody_listed_are_told_and_never_restored(shell: Shell, archive: Path) -> None:
    rewrite(archive, lambda members: members.update({"2018-03-01.md": b"smuggled", "../evil": b"evil"}))
    other = shell.home / "other"
    told = shell("restore", "--from", str(archive), "--yes", JOURNAL_DIR=str(other))
    assert told.code == 0
    assert "not in its manifest, and left alone: 2018-03-01.md, ../evil" in told.err
    assert contents(other) == FILES
    assert not (shell.home / "evil").exists()


@pytest.mark.parametrize(
    "path",
    [
        "../evil.md",
        "/tmp/evil.md",
        "a/../../evil.md",
        "./evil.md",
        ".git/hooks/evil",
        "state/../evil",
        "a//b",
        "a/",
        ".journal/../x",
    ],
)
def test_a_path_that_leads_out_is_damage(shell: Shell, archive: Path, path: str) -> None:
    rewrite(archive, lambda members: list_also(members, path, b"evil"))
    before = sorted(map(str, shell.home.rglob("*")))
    told = shell("restore", "--from", str(archive), "--check")
    assert told.code == 3
    assert shell("restore", "--from", str(archive), "--yes").code == 3
    assert sorted(map(str, shell.home.rglob("*"))) == before


def test_a_hex_path_cannot_lead_out_either(shell: Shell, archive: Path) -> None:
    def smuggle(members: dict[str, bytes]) -> None:
        list_also(members, "unnamed/1", b"evil")
        values = json.loads(members["manifest.json"])
        values["files"][-1]["path_hex"] = b"../evil".hex()
        members["manifest.json"] = json.dumps(values).encode()

    rewrite(archive, smuggle)
    assert shell("restore", "--from", str(archive), "--yes").code == 3
    assert not (shell.home / "evil").exists()


def test_a_link_in_an_archive_is_no_file(shell: Shell, archive: Path) -> None:
    rewrite(archive, lambda members: list_also(members, "2018-03-01.md", b"/etc/passwd"))
    with zipfile.ZipFile(archive) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(archive, "w") as new:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name == "2018-03-01.md" else 0o100600) << 16
            new.writestr(info, data)
    told = shell("restore", "--from", str(archive), "--yes")
    assert told.code == 3
    assert not os.path.lexists(shell.journal / "2018-03-01.md")


def test_a_link_in_the_journal_is_not_followed_out(shell: Shell, archive: Path) -> None:
    outside = shell.home / "outside"
    outside.mkdir()
    other = shell.home / "other"
    other.mkdir()
    (other / "attachments").symlink_to(outside)
    told = shell("restore", "--from", str(archive), "--yes", JOURNAL_DIR=str(other))
    assert told.code == 3
    assert list(outside.iterdir()) == []
    assert contents(other) == {k: v for k, v in FILES.items() if not k.startswith("attachments")}


# Bringing back


def test_what_is_missing_comes_back_and_nothing_is_overwritten(shell: Shell, archive: Path) -> None:
    shell.entry("2018-03-27").unlink()
    (shell.journal / "templates" / "daily.md").unlink()
    shell.entry().write_bytes(b"written since\n")
    told = shell("restore", "--from", str(archive), "--yes")
    assert told.code == 0
    assert f"Different, and left as it is: {shell.entry()}" in told.err
    assert "Brought back 2 files" in told.err
    assert contents(shell.journal) == {**FILES, f"{TODAY}.md": b"written since\n"}
    back = shell.entry("2018-03-27").stat()
    assert (back.st_mtime_ns, stat.S_IMODE(back.st_mode)) == (1_522_245_600_123_456_789, 0o600)


def test_nothing_missing_is_said(shell: Shell, archive: Path) -> None:
    told = shell("restore", "--from", str(archive))
    assert told.code == 0
    assert told.err.endswith("Nothing was missing.\n")


def test_damage_is_no_contradiction_to_nothing_missing(shell: Shell, archive: Path) -> None:
    rewrite(archive, lambda members: members.update({f"{TODAY}.md": b""}))
    told = shell("restore", "--from", str(archive), "--yes")
    assert told.code == 3
    assert "missing" not in told.err.replace("Nothing of what can be trusted was missing in the journal.", "")
    rewrite(archive, lambda members: members.__delitem__(f"{TODAY}.md"))
    told = shell("restore", "--from", str(archive), "--yes")
    assert f"Damaged: {TODAY}.md is not in the archive" in told.err


def test_nothing_brought_back_is_said_as_such(shell: Shell, archive: Path) -> None:
    shell.entry().unlink()
    shell.entry().parent.rename(shell.home / "away")
    shell.journal.write_text("in the way")
    told = shell("restore", "--from", str(archive), "--yes")
    assert told.code == 3
    assert "Brought back nothing" in told.err


def test_one_byte_is_no_bytes(shell: Shell) -> None:
    shell.write("1")
    assert "1 entry, 1 byte to" in shell("backup", "b.zip").err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_backup_that_is_ended_leaves_nothing(shell: Shell, number: signal.Signals) -> None:
    fill(shell.journal, {f"2018-01-{day:02}.md": os.urandom(3_000_000) for day in range(1, 29)})
    process = subprocess.Popen(
        [*COMMAND, "backup", "b.zip"], env=shell.env, cwd=shell.home, stderr=subprocess.DEVNULL
    )
    while not list(shell.home.glob(".~b.zip.*.tmp")):
        assert process.poll() is None
    process.send_signal(number)
    code = process.wait(timeout=60)
    assert code == (130 if number == signal.SIGINT else -number)
    assert [path.name for path in shell.home.iterdir() if "zip" in path.name] == []


def test_a_backup_under_nohup_goes_on(shell: Shell) -> None:
    fill(shell.journal, {f"2018-01-{day:02}.md": os.urandom(1_000_000) for day in range(1, 29)})
    process = subprocess.Popen(
        ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", *COMMAND, "backup", "b.zip"],
        env=shell.env,
        cwd=shell.home,
        stderr=subprocess.DEVNULL,
    )
    while not list(shell.home.glob(".~b.zip.*.tmp")):
        assert process.poll() is None
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=60) == 0


def test_copies_from_before_the_id_go_in_too(shell: Shell) -> None:
    shell.write("one\n")
    (shell.journal / ".journal").write_text("in the way")
    assert shell("delete", "today", "--yes").code == 0
    (shell.journal / ".journal").unlink()
    assert shell("add", "two").code == 0
    assert shell("backup", "--with-history", "b.zip").code == 0
    with zipfile.ZipFile(shell.home / "b.zip") as made:
        kinds = {name.split("/")[1] for name in made.namelist() if name.startswith("state/")}
    assert kinds == {"history", "trash"}
    assert "Nothing was missing." in shell("restore", "--from", "b.zip", "--yes").err


def test_it_asks_first(shell: Shell, archive: Path) -> None:
    shell.entry("2018-03-27").unlink()
    told = shell("restore", "--from", str(archive))
    assert told.code == 2
    assert "--yes" in told.err
    assert not shell.entry("2018-03-27").exists()


@pytest.mark.parametrize("words", [["--check"], ["--from", "b.zip", "2018-03-27"]])
def test_half_a_command_is_explained(shell: Shell, words: list[str]) -> None:
    told = shell("restore", *words)
    assert (told.code, told.err.count("\n")) == (2, 1)
