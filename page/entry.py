"""The HTML of the entry page and of the secretariat's pages beside it: no script, one style sheet inside each."""

import base64
import hashlib

import texts

from .escaping import escape
from .network import qr_svg
from .question_log import QuestionLog
from .roles import Role
from .room import Entry, Room

ENTRY = "/"
SETTINGS = "/indstillinger"
WALL = "/tavle"

# The colours are those of page/style.css.
_STYLE = """
:root { color-scheme: light dark; --ink: #1b2126; --page: #faf9f5; --edge: #767f85; --act: #0a566b; --bad: #8f1d1d; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceae4; --page: #14181b; --edge: #858f96; --act: #7cc7dc; --bad: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1.125rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.8rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
label, summary { font-weight: 600; }
input { display: block; width: 100%; margin: .4rem 0 .8rem; padding: .7rem; font: inherit; font-size: 1.5rem;
  color: inherit; background: transparent; border: 2px solid var(--edge); border-radius: .4rem; }
.code { letter-spacing: .3em; }
button { font: inherit; font-weight: 600; min-height: 3rem; padding: .5rem 1.4rem; margin: .2rem .4rem .2rem 0;
  color: var(--page); background: var(--act); border: 0; border-radius: .4rem; }
a { color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 3px; }
details { margin-top: 2.5rem; border-top: 1px solid var(--edge); padding-top: 1rem; }
summary { padding: .5rem 0; }
form { margin: .5rem 0; }
.bad { color: var(--bad); font-weight: 600; }
.told { border-left: 4px solid var(--edge); padding-left: .8rem; }
.wall { display: flex; flex-wrap: wrap; gap: 2vmin 4vw; align-items: center; justify-content: center;
  max-width: none; min-height: 100vh; padding: 4vmin; font-size: clamp(1.25rem, 4.2vmin, 4rem); }
.wall div { flex: 1 1 50vmin; max-width: 110vmin; }
.wall h1 { font-size: 1.6em; }
.wall p { margin: .6em 0 .1em; }
.wall b { display: block; font-size: min(1.5em, 2.6vw); line-height: 1.25; }
.wall .code { font-size: 3em; letter-spacing: .1em; }
.qr { flex: none; width: min(72vmin, 50vw); height: auto; }
@media (max-aspect-ratio: 1) { .qr { width: 88vw; } .wall b { font-size: 5vw; } }
"""

POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content-Security-Policy of these pages: no script at all, and no style but theirs."""


def entry_page(*, logged: bool, entry: Entry | None = None) -> str:
    """Returns the page where the code is typed; the secretariat's password is a fold below.

    Args:
        logged: whether questions are written down.
        entry: what came of the attempt just made.
    """
    code_failed = entry is not None and entry.role is Role.MEMBER
    password_failed = entry is not None and not code_failed
    code = (
        f'<form method="post" action="{ENTRY}"><label for="kode">{texts.ROOM_CODE}</label>'
        f'<p id="hjaelp">{texts.ROOM_CODE_HINT}</p>'
        '<input class="code" id="kode" name="code" inputmode="numeric" autocomplete="off" maxlength="12" required'
        f'{"" if password_failed else " autofocus"} aria-describedby="hjaelp{" fejl" if code_failed else ""}"'
        f"{_invalid(code_failed)}>"
        f"<button>{texts.ROOM_ENTER}</button></form>"
    )
    return _page(
        texts.ROOM_TITLE,
        f"<h1>{texts.SITE_TITLE}</h1><p>{texts.ROOM_WHAT}</p>{'' if password_failed else _failed(entry)}{code}"
        f"{_logged(logged)}<details{' open' if password_failed else ''}><summary>{texts.SECRETARIAT}</summary>"
        f"{_failed(entry) if password_failed else ''}{_password_form(ENTRY, wrong=password_failed)}</details>",
    )


def settings_page(role: Role, log: QuestionLog, room: Room | None, *, entry: Entry | None = None) -> str:
    """Returns the settings for the secretariat, and the form for its password for members.

    Args:
        role: of whoever looks.
        log: of questions.
        room: None when only this computer reaches the page.
        entry: what came of the attempt just made.
    """
    if role is not Role.SECRETARIAT:
        inside = f"{_failed(entry)}<p>{texts.SETTINGS_LOCKED}</p>{_password_form(SETTINGS, wrong=entry is not None)}"
    else:
        inside = _log_form(log) + (_room_forms(room) if room else "")
    back = f'<p><a href="{ENTRY}">{texts.SETTINGS_BACK}</a></p>'
    return _page(texts.SETTINGS_TITLE, f"<h1>{texts.SETTINGS_TITLE}</h1>{inside}{back}")


def wall_page(address: str, code: str) -> str:
    """Returns the page for the projector: how to come in, large.

    Args:
        address: of the room, as members type it.
        code: what they type there.
    """
    return _page(
        texts.WALL_TITLE,
        f"{qr_svg(address, name=texts.WALL_QR)}<div><h1>{texts.SITE_TITLE}</h1><p>{texts.WALL_ADDRESS}"
        f'<b>{escape(address)}</b></p><p>{texts.ROOM_CODE}<b class="code">{code[:3]} {code[3:]}</b></p></div>',
        shape="wall",
    )


def _log_form(log: QuestionLog) -> str:
    state = texts.log_is_on(str(log.file)) if log.on else texts.LOG_IS_OFF
    failed = f'<p class="bad" role="alert">{escape(texts.log_failed(log.failed))}</p>' if log.failed else ""
    action, name = ("log-off", texts.LOG_SWITCH_OFF) if log.on else ("log-on", texts.LOG_SWITCH_ON)
    return (
        f'<h2>{texts.LOG_HEADING}</h2><p class="told">{escape(state)}</p>{failed}<p>{texts.LOG_WHAT}</p>'
        f"{_button(action, name)}"
    )


def _room_forms(room: Room) -> str:
    return (
        f"<h2>{texts.ROOM_HEADING}</h2><p>{texts.ROOM_CODE}: <b>{room.code}</b> · "
        f'<a href="{WALL}">{texts.WALL_SHOW}</a></p>'
        f"<p>{texts.room_counts(room.visitors, room.wrong(Role.MEMBER), room.wrong(Role.SECRETARIAT))}</p>"
        f"{_button('new-code', texts.ROOM_NEW_CODE)}{_button('end-all', texts.ROOM_END_ALL)}"
        f"{_button('leave', texts.SETTINGS_LEAVE)}"
    )


def _button(action: str, name: str) -> str:
    return (
        f'<form method="post" action="{SETTINGS}"><button name="action" value="{action}">{escape(name)}</button></form>'
    )


def _password_form(action: str, *, wrong: bool) -> str:
    return (
        f'<form method="post" action="{action}"><label for="adgang">{texts.ROOM_PASSWORD}</label>'
        '<input id="adgang" name="password" type="password" autocomplete="off" maxlength="200" required'
        f"{_invalid(wrong)}{' aria-describedby=fejl autofocus' if wrong else ''}>"
        f"<button>{texts.ROOM_ENTER}</button></form>"
    )


def _failed(entry: Entry | None) -> str:
    if entry is None:
        return ""
    wrong = texts.ROOM_CODE_WRONG if entry.role is Role.MEMBER else texts.ROOM_PASSWORD_WRONG
    said = texts.room_wait(entry.wait) if entry.wait else wrong
    return f'<p class="bad" id="fejl" role="alert">{escape(said)}</p>'


def _invalid(wrong: bool) -> str:
    return ' aria-invalid="true"' if wrong else ""


def _logged(logged: bool) -> str:
    return f'<p class="told">{texts.LOGGED}</p>' if logged else ""


def _page(title: str, inside: str, *, shape: str = "") -> str:
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main class="{shape}">{inside}</main></body></html>'
    )
