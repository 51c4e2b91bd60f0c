"""A room without a server: codes, passwords, sessions, the limit on attempts, addresses and QR codes."""

import gc
import re
from collections.abc import Callable

import pytest

import texts
from ingest.errors import UsageError
from page.attempts import ALL, MAX_ADDRESSES, PER_ADDRESS, Attempts
from page.network import Interface, interfaces, qr_svg, qr_terminal, room_address
from page.roles import Role
from page.room import HOURS, MAX_SESSIONS, Room, checked_code, checked_password, new_code, new_password

CODE = "408213"
PASSWORD = "en lang adgangskode"
HOUR = 3600.0


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(clock: Clock) -> Room:
    return Room(CODE, PASSWORD, clock=clock)


# --- Codes and passwords ---------------------------------------------------------------------------------------------


def test_codes_are_six_digits_that_differ_and_are_accepted() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(re.fullmatch("[0-9]{6}", code) and checked_code(code) == code for code in codes)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "40821x", "40 213", "-40821", "４０８２１３", "٤٠٨٢١٣"])
def test_a_code_that_is_not_six_digits_is_told_in_one_sentence(code: str) -> None:
    with pytest.raises(UsageError, match=re.escape(texts.ROOM_CODE_INVALID)):
        checked_code(code)


@pytest.mark.parametrize("code", ["000000", "777777", "123456", "654321"])
def test_a_code_that_is_guessed_first_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match=code):
        checked_code(code)


def test_made_passwords_are_long_readable_and_differ() -> None:
    made = {new_password() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch("([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}", password) for password in made)
    assert checked_password("x" * 10) == "x" * 10
    with pytest.raises(UsageError, match="10 tegn"):
        checked_password("x" * 9)


# --- Sessions --------------------------------------------------------------------------------------------------------


def test_the_code_lets_members_in_and_the_password_the_secretariat(room: Room) -> None:
    member, secretariat = room.enter(Role.MEMBER, CODE, "a"), room.enter(Role.SECRETARIAT, PASSWORD, "a")
    assert room.role_of(member.token) is Role.MEMBER
    assert room.role_of(secretariat.token) is Role.SECRETARIAT
    assert len(member.token) >= 43 and member.token != secretariat.token
    assert room.visitors == 2


@pytest.mark.parametrize("typed", [CODE, f" {CODE} ", "408 213", "408-213"])
def test_a_code_is_read_as_people_write_it(room: Room, typed: str) -> None:
    assert room.enter(Role.MEMBER, typed, "a").token


@pytest.mark.parametrize(
    "typed", ["", "408214", CODE[:5], CODE + "0", PASSWORD, "\ud800", "x" * 100_000, "４０８２１３"]
)
def test_a_wrong_code_gives_nothing(room: Room, typed: str) -> None:
    entry = room.enter(Role.MEMBER, typed, "a")
    assert (entry.token, entry.wait) == ("", 0)
    assert room.wrong(Role.MEMBER) == 1


@pytest.mark.parametrize("typed", ["", CODE, PASSWORD.upper(), PASSWORD + "!", "\ud800"])
def test_a_wrong_password_gives_nothing(room: Room, typed: str) -> None:
    assert room.enter(Role.SECRETARIAT, typed, "a").token == ""


@pytest.mark.parametrize("token", ["", "x", CODE, "\ud800", "æ"])
def test_an_invented_token_is_nobody(room: Room, token: str) -> None:
    room.enter(Role.MEMBER, CODE, "a")
    assert room.role_of(token) is None


@pytest.mark.parametrize(("role", "typed"), [(Role.MEMBER, CODE), (Role.SECRETARIAT, PASSWORD)])
def test_sessions_expire(room: Room, clock: Clock, role: Role, typed: str) -> None:
    token = room.enter(role, typed, "a").token
    clock.now += HOURS[role] * HOUR - 1
    assert room.role_of(token) is role
    clock.now += 1
    assert room.role_of(token) is None
    assert room.visitors == 0


def test_sessions_end_when_somebody_leaves_or_all_are_sent_out(room: Room) -> None:
    one, other = room.enter(Role.MEMBER, CODE, "a").token, room.enter(Role.MEMBER, CODE, "a").token
    room.leave(one)
    assert [room.role_of(token) for token in (one, other)] == [None, Role.MEMBER]
    room.end_all()
    assert room.role_of(other) is None


def test_a_new_code_shuts_the_old_one_out_but_nobody_who_is_in(room: Room) -> None:
    token = room.enter(Role.MEMBER, CODE, "a").token
    room.renew_code()
    assert room.code != CODE
    assert room.enter(Role.MEMBER, CODE, "a").token == ""
    assert room.enter(Role.MEMBER, room.code, "a").token
    assert room.role_of(token) is Role.MEMBER


def test_the_number_of_sessions_is_bounded_and_the_oldest_goes_first(room: Room) -> None:
    first = room.enter(Role.MEMBER, CODE, "a").token
    second = room.enter(Role.MEMBER, CODE, "a").token
    for _ in range(MAX_SESSIONS - 1):
        last = room.enter(Role.MEMBER, CODE, "a").token
    assert [room.role_of(token) for token in (first, second, last)] == [None, Role.MEMBER, Role.MEMBER]
    assert room.visitors == MAX_SESSIONS


def test_neither_the_password_nor_a_token_is_kept() -> None:
    secret = "".join(["meget ", "hemmelig ", "adgangskode"])
    room = Room(CODE, secret)
    token = room.enter(Role.MEMBER, CODE, "a").token
    kept = [held for held in gc.get_referents(room.__dict__) if isinstance(held, str | bytes | dict)]
    assert CODE in kept  # what is looked through holds the room's values
    assert secret not in repr(kept) and token not in repr(kept)


# --- Attempts --------------------------------------------------------------------------------------------------------


def guesses(attempts: Attempts, clock: Clock, address_of: Callable[[int], str], seconds: float) -> int:
    """Returns how many wrong attempts are read in ``seconds``, when a new one is made whenever one may be."""
    end, count, number = clock.now + seconds, 0, 0
    while clock.now < end:
        wait = attempts.begin(address_of(number))
        number += 1
        if wait:
            clock.now += 1
        else:
            count += 1
    return count


def test_one_address_has_a_few_attempts_at_once_then_has_to_wait(clock: Clock) -> None:
    attempts = Attempts(clock)
    assert [attempts.begin("a") for _ in range(PER_ADDRESS.burst)] == [0] * PER_ADDRESS.burst
    assert attempts.begin("a") == PER_ADDRESS.seconds
    assert attempts.begin("b") == 0
    clock.now += PER_ADDRESS.seconds
    assert attempts.begin("a") == 0
    assert attempts.begin("a") == PER_ADDRESS.seconds
    assert attempts.wrong == PER_ADDRESS.burst + 2


def test_eight_hours_of_guessing_from_one_address_find_one_code_in_five_hundred(clock: Clock) -> None:
    made = guesses(Attempts(clock), clock, lambda _: "a", 8 * HOUR)
    assert 1900 < made <= 1940


def test_eight_hours_of_guessing_from_a_whole_network_find_one_code_in_two_hundred(clock: Clock) -> None:
    made = guesses(Attempts(clock), clock, lambda number: f"10.0.0.{number % 254}", 8 * HOUR)
    most = ALL.burst + 8 * HOUR / ALL.seconds + 254
    assert 4800 < made <= most < 5200


def test_a_room_behind_one_address_gets_in_although_some_mistype(clock: Clock) -> None:
    room = Room(CODE, PASSWORD, clock=clock)
    for number in range(36):
        if number % 3 == 0:
            assert room.enter(Role.MEMBER, "999999", "nat").token == ""
        assert room.enter(Role.MEMBER, CODE, "nat").token, number
    assert room.wrong(Role.MEMBER) == 12


def test_whoever_guesses_from_many_addresses_does_not_lock_out_one_that_never_failed(clock: Clock) -> None:
    room = Room(CODE, PASSWORD, clock=clock)
    for number in range(500):
        room.enter(Role.MEMBER, "999999", f"10.0.{number % 8}.7")
    assert room.enter(Role.MEMBER, CODE, "10.0.1.7").wait > 0
    for _ in range(36):  # a right attempt leaves no mark on its address
        assert room.enter(Role.MEMBER, CODE, "10.0.9.1").token


def test_what_guesses_the_code_does_not_lock_the_secretariat_out(clock: Clock) -> None:
    room = Room(CODE, PASSWORD, clock=clock)
    for _ in range(PER_ADDRESS.burst + 5):
        room.enter(Role.MEMBER, "999999", "nat")
    assert room.enter(Role.MEMBER, CODE, "nat").wait > 0
    assert room.enter(Role.SECRETARIAT, PASSWORD, "nat").token


def test_who_is_in_stays_in_while_their_address_has_to_wait(room: Room) -> None:
    token = room.enter(Role.MEMBER, CODE, "nat").token
    for _ in range(PER_ADDRESS.burst + 5):
        room.enter(Role.MEMBER, "999999", "nat")
    assert room.role_of(token) is Role.MEMBER


def test_the_right_code_is_not_read_while_an_address_has_to_wait(room: Room, clock: Clock) -> None:
    for _ in range(PER_ADDRESS.burst):
        room.enter(Role.MEMBER, "999999", "a")
    entry = room.enter(Role.MEMBER, CODE, "a")
    assert (entry.token, entry.wait) == ("", PER_ADDRESS.seconds)
    clock.now += entry.wait
    assert room.enter(Role.MEMBER, CODE, "a").token


def test_the_addresses_that_are_remembered_are_bounded(clock: Clock) -> None:
    attempts = Attempts(clock)
    for number in range(MAX_ADDRESSES):
        assert attempts.begin(str(number)) == 0  # each its first
    assert attempts.begin("one more") > 0  # has only the bucket of all


# --- Addresses and QR codes ------------------------------------------------------------------------------------------


def test_the_address_of_the_room_is_one_of_this_machine_and_never_the_loopback() -> None:
    for each in interfaces():
        assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", each.address)
        assert not each.address.startswith(("127.", "169.254."))


def test_the_likeliest_network_is_taken_unless_another_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    import psutil

    rows = {"lo": "127.0.0.1", "docker0": "172.17.0.1", "eth1": "93.184.1.9", "wlan0": "192.168.4.1",
            "off0": "10.1.1.1", "auto0": "169.254.3.4", "six": "fe80::1%wlan0"}  # fmt: skip
    monkeypatch.setattr(
        psutil, "net_if_addrs", lambda: {name: [SimpleNamespace(address=at)] for name, at in rows.items()}
    )
    monkeypatch.setattr(psutil, "net_if_stats", lambda: {name: SimpleNamespace(isup=name != "off0") for name in rows})
    found = interfaces()
    assert [each.address for each in found] == ["192.168.4.1", "93.184.1.9", "172.17.0.1"]
    assert room_address(None, found) == "192.168.4.1"
    assert room_address("93.184.1.9", found) == "93.184.1.9"
    with pytest.raises(UsageError, match=r"10\.1\.1\.1.*192\.168\.4\.1"):
        room_address("10.1.1.1", found)


def test_a_machine_on_no_network_is_told_so() -> None:
    with pytest.raises(UsageError, match=re.escape(texts.ROOM_NO_NETWORK)):
        room_address(None, [])
    assert room_address(None, [Interface("wlan0", "192.168.4.1")]) == "192.168.4.1"


def test_the_qr_codes_are_of_the_address_and_hold_no_code() -> None:
    import segno

    address = "http://192.168.4.1:7860/"
    wanted = segno.make(address, error="m", micro=False)
    assert qr_svg(address, name="QR") == wanted.svg_inline(
        dark="#000", light="#fff", omitsize=True, svgclass="qr", title="QR"
    )
    drawn = qr_terminal(address)
    assert "\x1b" not in drawn
    assert _matrix(drawn) == [[bool(cell) for cell in row] for row in wanted.matrix_iter(scale=1, border=4)]


def _matrix(drawn: str) -> list[list[bool]]:
    """Returns the dark modules of a QR code that is drawn with half blocks, light where the terminal is lit."""
    upper = {" ": True, "▄": True, "▀": False, "█": False}
    lower = {" ": True, "▄": False, "▀": True, "█": False}
    lines = drawn.split("\n")
    rows = [[half[cell] for cell in line] for line in lines for half in (upper, lower)]
    return rows[: len(rows[0])]
