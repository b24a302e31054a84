"""The programs of a desktop's clipboard: chosen by the session, fed and drained, never waited for too long."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from journal_tui.domain.errors import UsageError
from journal_tui.services import clipboard

WAYLAND, X11 = {"WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":0"}


class Desk:
    """A folder of programs, and a session that finds them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"

    def program(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\ncd {self.folder}\n{script}\n")
        path.chmod(0o755)

    def env(self, **more: str) -> dict[str, str]:
        return {"PATH": self.path, "HOME": str(self.folder), **more}

    def names(self, **more: str) -> list[str]:
        return [program.name for program in clipboard.programs({"PATH": str(self.bin), **more})]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_session_chooses(desk: Desk) -> None:
    for name in ("wl-copy", "xclip", "xsel", "clip.exe", "tmux", "pbcopy"):
        desk.program(name, "cat > got")
    assert desk.names() == []
    assert desk.names(**X11) == ["xclip", "xsel"]
    assert desk.names(**WAYLAND, **X11, TMUX="x") == ["wl-copy", "xclip", "xsel", "tmux"]
    assert desk.names(WSL_DISTRO_NAME="Debian") == ["clip.exe"]
    (desk.bin / "xclip").unlink()
    assert desk.names(**X11) == ["xsel"]


def test_a_mac_has_its_own_unless_one_is_far_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    desk.program("pbcopy", "cat > got")
    assert desk.names() == ["pbcopy"]
    assert desk.names(SSH_CONNECTION="a b") == []


def test_text_goes_in_by_standard_input_alone(desk: Desk) -> None:
    desk.program("wl-copy", 'cat > got; printf "%s\\n" "$@" > words; env > env; ls -l /proc/self/fd > fds')
    text = "läßt $(touch owned) `x`\n\x1b]52;c;eA==\x07"
    assert clipboard.copy(text, desk.env(**WAYLAND, SECRET="s3cret", EDITOR="vi")) == "wl-copy"
    assert (desk.folder / "got").read_text() == text
    assert (desk.folder / "words").read_text() == "--type\ntext/plain\n"
    given = (desk.folder / "env").read_text()
    assert "WAYLAND_DISPLAY=wayland-0" in given
    assert "s3cret" not in given
    assert "EDITOR" not in given
    assert "läßt" not in given
    assert not (desk.folder / "owned").exists()


def test_windows_gets_utf_16(desk: Desk) -> None:
    desk.program("clip.exe", "cat > got")
    assert clipboard.copy("é😀", desk.env(WSL_DISTRO_NAME="Debian")) == "clip.exe"
    assert (desk.folder / "got").read_bytes() == "é😀".encode("utf-16-le")


def test_the_next_one_is_tried_when_one_fails(desk: Desk) -> None:
    desk.program("wl-copy", "exit 1")
    desk.program("xclip", "cat > got")
    assert clipboard.copy("x", desk.env(**WAYLAND, **X11)) == "xclip"
    desk.program("xclip", "exit 1")
    assert clipboard.copy("x", desk.env(**WAYLAND, **X11)) is None


def test_one_that_stays_to_serve_is_neither_waited_for_nor_holds_our_terminal(desk: Desk) -> None:
    desk.program("xclip", "cat > got; sleep 30 & echo $! > served; exit 0")
    assert clipboard.copy("x", desk.env(**X11)) == "xclip"
    served = int((desk.folder / "served").read_text())
    try:
        assert os.getsid(served) != os.getsid(0)
    finally:
        os.kill(served, signal.SIGKILL)


def test_one_that_hangs_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "LONGEST_COPY", 0.1)
    desk.program("xclip", "exec sleep 30")
    assert clipboard.copy("x", desk.env(**X11)) is None
    assert clipboard.copy("x" * 1_000_000, desk.env(**X11)) is None


def test_text_comes_out(desk: Desk) -> None:
    desk.program("wl-copy", "exit 0")
    desk.program("wl-paste", 'printf "%s " "$@"; printf "\\303\\244\\377"')
    assert clipboard.paste(desk.env(**WAYLAND)) == "--no-newline --type text ä\ufffd"


@pytest.mark.parametrize("script", ["exit 1", "true"])
def test_no_text_is_none(desk: Desk, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(clipboard, "LONGEST_PASTE", 20.0)
    desk.program("wl-copy", "exit 0")
    desk.program("wl-paste", script)
    assert clipboard.paste(desk.env(**WAYLAND)) is None


@pytest.mark.parametrize("script", ["exec sleep 30", "echo half; exec sleep 30"])
def test_one_that_does_not_answer_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(clipboard, "LONGEST_PASTE", 0.2)
    desk.program("wl-copy", "exit 0")
    desk.program("wl-paste", script)
    with pytest.raises(clipboard.NoAnswer, match=r"^wl-paste did not answer$"):
        clipboard.paste(desk.env(**WAYLAND))


def test_too_much_text_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "MOST_PASTED", 1000)
    monkeypatch.setattr(clipboard, "LONGEST_PASTE", 20.0)
    desk.program("wl-copy", "exit 0")
    desk.program("wl-paste", "yes")
    with pytest.raises(UsageError, match="clipboard"):
        clipboard.paste(desk.env(**WAYLAND))
