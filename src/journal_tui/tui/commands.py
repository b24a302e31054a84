"""Everything a key can do, in one table: bindings, footer, palette, help and `[keys]` in config.toml read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding, BindingType

EVERYWHERE = "Everywhere"
LIST = "In the list of entries"
PAGE = "On the page"
SELECT = "Selecting"
FIND = "In the find bar"
VERSIONS = "In the history"
PREVIEW = "In the preview"
SUGGESTIONS = "In the suggestions for a word"
COMPARISON = "In a comparison"
DIALOG = "In a dialog"


class Command(NamedTuple):
    """One thing that a key can do."""

    id: str
    """Stable name: what `[keys]` in config.toml binds, e.g. `save = "f2"`."""
    keys: str
    """Default keys, separated by commas, in Textual's spelling; none for what only the palette offers."""
    label: str
    """One or two words, for the footer and the palette."""
    help: str
    """One sentence, for the help screen and the palette."""
    where: str
    """In which part of the screen the key works."""
    action: str = ""
    """Textual action; the id with underscores unless given."""
    footer: bool = False
    """Whether the footer shows it."""
    palette: bool = False
    """Whether the command palette offers it."""

    @property
    def action_name(self) -> str:
        """The Textual action that runs it."""
        return self.action or self.id.replace("-", "_")

    def binding(self) -> Binding:
        """The same as a Textual binding, rebindable by its id; a command without a key waits for one of the user's."""
        return Binding(
            self.keys or f"no_key_of_{self.id}",
            self.action_name,
            self.label,
            show=False,
            id=self.id,
            priority=self.where == EVERYWHERE,
        )


COMMANDS: tuple[Command, ...] = (
    Command("save", "ctrl+s", "save", "Save the page now. It also saves itself.", EVERYWHERE, footer=True, palette=True),
    Command("go-to-date", "ctrl+g", "go to date", "Open the page of a day that you type.", EVERYWHERE, footer=True, palette=True),
    Command("today", "ctrl+t", "today", "Open today's page.", EVERYWHERE, palette=True),
    Command("older-entry", "ctrl+pagedown", "older entry", "Open the entry before this one.", EVERYWHERE, palette=True),
    Command("newer-entry", "ctrl+pageup", "newer entry", "Open the entry after this one.", EVERYWHERE, palette=True),
    Command("show-list", "f9", "entries", "Show or hide the list of entries.", EVERYWHERE, palette=True),
    Command("history", "f4", "history", "Older versions of the page, from every sitting; Enter there brings one back.", EVERYWHERE, palette=True),
    Command("compare", "f8", "compare", "Show a draft or a second text of this day beside the page, and settle it.", EVERYWHERE, palette=True),
    Command("find", "ctrl+f", "find", "Find words on the page.", EVERYWHERE, footer=True, palette=True),
    Command("replace", "ctrl+r", "replace", "Replace words on the page, one by one or all at once.", EVERYWHERE, palette=True),
    Command("find-next", "f3", "find next", "Go to the next place of what was sought.", EVERYWHERE, palette=True),
    Command("find-previous", "shift+f3", "find previous", "Go to the previous place of what was sought.", EVERYWHERE, palette=True),
    Command("headings", "ctrl+o", "headings", "Go to a heading of the page.", EVERYWHERE, palette=True),
    Command("preview", "f5", "preview", "Show or hide the page as Markdown is meant to look.", EVERYWHERE, palette=True),
    Command("open-link", "", "open link", "Open the link at the cursor, after showing where it leads.", EVERYWHERE, palette=True),
    Command("open-in-editor", "f2", "open in editor", "Open the page's file in your other editor.", EVERYWHERE, palette=True),
    Command("focus-mode", "ctrl+l", "focus mode", "Show only the page and one quiet line, or everything again.", EVERYWHERE, palette=True),
    Command("paragraph-focus", "", "paragraph focus", "Dim all paragraphs but the one you write, or none.", EVERYWHERE, palette=True),
    Command("typewriter", "", "typewriter scrolling", "Keep the line you write in the middle of the screen, or not.", EVERYWHERE, palette=True),
    Command("typography", "", "typographic quotes", "Make typed quotes and dashes typographic, or leave them as typed.", EVERYWHERE, palette=True),
    Command("wider-page", "", "wider page", "Widen the page by four columns.", EVERYWHERE, palette=True),
    Command("narrower-page", "", "narrower page", "Narrow the page by four columns.", EVERYWHERE, palette=True),
    Command("session", "ctrl+n", "writing session", "Write for a number of minutes or words; the end is told, not forced.", EVERYWHERE, palette=True),
    Command("spelling", "f12", "spelling", "Show what the misspelt word at the cursor, or the next one, may have meant.", EVERYWHERE, palette=True),
    Command("toggle-spelling", "", "spelling on or off", "Underline misspelt words, or not; remembered.", EVERYWHERE, palette=True),
    Command("help", "f1", "help", "Show what every key does.", EVERYWHERE, footer=True, palette=True),
    Command("palette", "ctrl+p", "everything", "Find any command by its name.", EVERYWHERE, action="app.command_palette", footer=True),
    Command("suspend", "", "suspend", "Put the program in the background; `fg` brings it back.", EVERYWHERE, action="suspend_process", palette=True),
    Command("quit", "ctrl+q", "quit", "Save and leave.", EVERYWHERE, action="app.leave", footer=True, palette=True),
    Command("list-down", "j,down", "down", "The row below.", LIST),
    Command("list-up", "k,up", "up", "The row above.", LIST),
    Command("list-page-down", "pagedown,ctrl+d", "page down", "A screen further down.", LIST),
    Command("list-page-up", "pageup,ctrl+u", "page up", "A screen further up.", LIST),
    Command("list-first", "g,home", "newest", "The newest entry.", LIST),
    Command("list-last", "G,end", "oldest", "The oldest entry.", LIST),
    Command("list-newer", "n", "next entry", "The next entry in time.", LIST),
    Command("list-older", "N", "previous entry", "The previous entry in time.", LIST),
    Command("list-day-before", "h,left", "day before", "The day before, whether it has an entry or not.", LIST),
    Command("list-day-after", "l,right", "day after", "The day after, whether it has an entry or not.", LIST),
    Command("list-today", "t", "today", "Today.", LIST),
    Command("list-go-to-date", "s", "go to date", "Open the page of a day that you type.", LIST, action="screen.go_to_date"),
    Command("delete-entry", "d", "delete entry", "Move the entry to the trash.", LIST, action="screen.delete_entry", palette=True),
    Command("open-entry", "enter", "write", "Go to the page and write.", LIST),
    Command("leave-page", "escape", "list", "Go to the list of entries.", PAGE),
    Command("undo", "ctrl+z,super+z", "undo", "Take back the last change; after the first one of this sitting, what the last sitting did.", PAGE, palette=True),
    Command("redo", "ctrl+y,super+y", "redo", "Do it again.", PAGE, palette=True),
    Command("cursor-up", "up", "up", "A line up.", PAGE),
    Command("cursor-down", "down", "down", "A line down.", PAGE),
    Command("cursor-left", "left", "left", "A character to the left.", PAGE),
    Command("cursor-right", "right", "right", "A character to the right.", PAGE),
    Command("word-left", "ctrl+left", "word left", "A word to the left.", PAGE, action="cursor_word_left"),
    Command("word-right", "ctrl+right", "word right", "A word to the right.", PAGE, action="cursor_word_right"),
    Command("paragraph-up", "ctrl+up", "paragraph up", "The start of the paragraph, then of the one above.", PAGE, action="cursor_paragraph_up"),
    Command("paragraph-down", "ctrl+down", "paragraph down", "The start of the paragraph below.", PAGE, action="cursor_paragraph_down"),
    Command("line-start", "home,ctrl+a", "line start", "The start of the row, then of the whole line.", PAGE, action="cursor_line_start"),
    Command("line-end", "end,ctrl+e", "line end", "The end of the row, then of the whole line.", PAGE, action="cursor_line_end"),
    Command("text-start", "ctrl+home", "start of text", "The start of the page.", PAGE),
    Command("text-end", "ctrl+end", "end of text", "The end of the page.", PAGE),
    Command("page-up", "pageup", "page up", "A screen up.", PAGE, action="cursor_page_up"),
    Command("page-down", "pagedown", "page down", "A screen down.", PAGE, action="cursor_page_down"),
    Command("newline", "ctrl+j", "new line", "A new line, as Enter does.", PAGE),
    Command("delete-left", "backspace", "delete left", "Delete the character to the left.", PAGE),
    Command("delete-right", "delete,ctrl+d", "delete right", "Delete the character to the right.", PAGE),
    Command("delete-word-left", "ctrl+w,ctrl+backspace,alt+backspace", "delete word", "Delete to the start of the word.", PAGE),
    Command("delete-word-right", "alt+delete,ctrl+delete", "delete word right", "Delete to the end of the word.", PAGE),
    Command("delete-to-line-start", "ctrl+u,super+backspace", "delete to start", "Delete to the start of the line.", PAGE, action="delete_to_start_of_line"),
    Command("delete-to-line-end", "ctrl+k", "delete to end", "Delete to the end of the line.", PAGE, action="delete_to_end_of_line_or_delete_line"),
    Command("delete-line", "", "delete line", "Delete the whole line.", PAGE, palette=True),
    Command("cut", "ctrl+x,super+x", "cut", "Cut what is selected, or the line.", PAGE),
    Command("copy", "ctrl+c,super+c", "copy", "Copy what is selected, or the line.", PAGE),
    Command("paste", "ctrl+v", "paste", "Paste what is in the clipboard, or was cut or copied here.", PAGE, action="screen.paste"),
    Command("select-up", "shift+up", "select up", "Select a line up.", SELECT, action="cursor_up(True)"),
    Command("select-down", "shift+down", "select down", "Select a line down.", SELECT, action="cursor_down(True)"),
    Command("select-left", "shift+left", "select left", "Select a character to the left.", SELECT, action="cursor_left(True)"),
    Command("select-right", "shift+right", "select right", "Select a character to the right.", SELECT, action="cursor_right(True)"),
    Command("select-word-left", "ctrl+shift+left", "select word left", "Select a word to the left.", SELECT, action="cursor_word_left(True)"),
    Command("select-word-right", "ctrl+shift+right", "select word right", "Select a word to the right.", SELECT, action="cursor_word_right(True)"),
    Command("select-paragraph-up", "ctrl+shift+up", "select paragraph up", "Select to the start of the paragraph.", SELECT, action="cursor_paragraph_up(True)"),
    Command("select-paragraph-down", "ctrl+shift+down", "select paragraph down", "Select to the start of the paragraph below.", SELECT, action="cursor_paragraph_down(True)"),
    Command("select-line-start", "shift+home", "select to start", "Select to the start of the line.", SELECT, action="cursor_line_start(True)"),
    Command("select-line-end", "shift+end", "select to end", "Select to the end of the line.", SELECT, action="cursor_line_end(True)"),
    Command("select-line", "f6", "select line", "Select the line.", SELECT),
    Command("select-all", "f7", "select all", "Select the whole page.", SELECT),
    Command("find-case", "f6", "case", "Make capitals and small letters count, or let the query decide.", FIND),
    Command("find-words", "f7", "words", "Find whole words only, or parts of words too.", FIND),
    Command("find-regex", "ctrl+b", "regex", "Read the query as a regular expression, or literally.", FIND),
    Command("find-earlier", "up", "earlier query", "What was sought before.", FIND),
    Command("find-later", "down", "later query", "What was sought after that.", FIND),
    Command("find-go", "ctrl+j", "next", "The next match, or this one replaced, as Enter does.", FIND),
    Command("find-field", "tab", "next field", "From field to field, and on to the page.", FIND),
    Command("find-undo", "ctrl+z,super+z", "undo", "Take back the last change of the page.", FIND),
    Command("find-redo", "ctrl+y,super+y", "redo", "Do it again.", FIND),
    Command("find-close", "escape", "close", "Close the bar. A second time goes back to where you were.", FIND),
    Command("version-down", "j,down", "older", "The version before.", VERSIONS),
    Command("version-up", "k,up", "newer", "The version after.", VERSIONS),
    Command("version-first", "g,home", "newest", "The newest version.", VERSIONS),
    Command("version-last", "G,end", "oldest", "The oldest version.", VERSIONS),
    Command("changes-down", "pagedown,space,ctrl+d", "changes down", "A screen further down in the changes.", VERSIONS),
    Command("changes-up", "pageup,ctrl+u", "changes up", "A screen further up in the changes.", VERSIONS),
    Command("restore-version", "enter", "restore", "Put this version on the page; what it replaces is kept.", VERSIONS),
    Command("leave-history", "escape,f4", "close", "Back to the page, which stays as it is.", VERSIONS),
    Command("use-suggestion", "enter", "use", "Put the marked suggestion in the word's place; its number does the same.", SUGGESTIONS, footer=True),
    Command("learn-word", "a", "add", "Add the word to the journal's own words, the file words.txt.", SUGGESTIONS, footer=True),
    Command("ignore-word", "i", "ignore", "Take the word as right until you leave.", SUGGESTIONS, footer=True),
    Command("next-misspelt", "f12,n", "next", "Leave the word as it is and go to the next misspelt one.", SUGGESTIONS, footer=True),
    Command("leave-suggestions", "escape", "close", "Leave the word as it is.", SUGGESTIONS),
    Command("preview-next-link", "tab", "next link", "Choose the next link.", PREVIEW, action="walk(1)"),
    Command("preview-previous-link", "shift+tab", "previous link", "Choose the link before.", PREVIEW, action="walk(-1)"),
    Command("preview-open-link", "enter", "open link", "Show where the chosen link leads, and open it.", PREVIEW, action="open_here"),
    Command("preview-up", "up,k", "up", "A row up.", PREVIEW, action="scroll_up"),
    Command("preview-down", "down,j", "down", "A row down.", PREVIEW, action="scroll_down"),
    Command("preview-page-up", "pageup,ctrl+u", "page up", "A screen up.", PREVIEW, action="page_up"),
    Command("preview-page-down", "pagedown,space,ctrl+d", "page down", "A screen down.", PREVIEW, action="page_down"),
    Command("preview-start", "home,g", "start", "The start of the page.", PREVIEW, action="scroll_home"),
    Command("preview-end", "end,G", "end", "The end of the page.", PREVIEW, action="scroll_end"),
    Command("leave-preview", "escape", "back", "Back to the page.", PREVIEW),
    Command("next-choice", "right,down,tab", "next choice", "The next of the choices.", COMPARISON),
    Command("previous-choice", "left,up,shift+tab", "previous choice", "The choice before.", COMPARISON),
    Command("choose", "enter", "do it", "Do what is chosen.", COMPARISON),
    Command("texts-down", "pagedown,space,ctrl+d", "more", "A screen further down in the texts.", COMPARISON),
    Command("texts-up", "pageup,ctrl+u", "texts up", "A screen further up in the texts.", COMPARISON),
    Command("leave-comparison", "escape,f8", "later", "Put it off; both texts stay where they are.", COMPARISON),
    Command("accept", "enter", "accept", "Accept what was typed.", DIALOG),
    Command("dismiss", "escape", "cancel", "Close without doing anything.", DIALOG),
)  # fmt: skip


def commands_of(*where: str) -> tuple[Command, ...]:
    """The commands that work in the named parts of the screen, in the table's order."""
    return tuple(command for command in COMMANDS if command.where in where)


def bindings_of(*where: str) -> list[BindingType]:
    """The same as Textual bindings."""
    return [command.binding() for command in commands_of(*where)]


def key_name(key: str) -> str:
    """A key as people write it: `ctrl+s` -> `^s`, `pagedown` -> `PgDn`."""
    names = {
        "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "enter": "Enter", "home": "Home", "end": "End",
        "backspace": "⌫", "delete": "Del", "left": "←", "right": "→", "up": "↑", "down": "↓",
    }  # fmt: skip
    *modifiers, last = key.split("+")
    shown = names.get(last, last.upper() if last[:1] == "f" and last[1:].isdigit() else last)
    if modifiers == ["ctrl"]:
        return f"^{shown}"
    return "+".join([*modifiers, shown])


def first_keys(command: Command, keymap: dict[str, str], most: int = 1) -> str:
    """The keys that run a command now, the user's own before the default, as shown to people."""
    keys: Iterable[str] = keymap.get(command.id, command.keys).split(",")
    return " ".join(key_name(key.strip()) for key in list(keys)[:most])


def keys_of(name: str, keymap: dict[str, str], *, plain: bool = False) -> str:
    """The first key of the command with this id, as shown to people, or `plain` as config.toml writes it."""
    command = next(command for command in COMMANDS if command.id == name)
    first = keymap.get(name, command.keys).split(",")[0].strip()
    return first if plain else key_name(first)
