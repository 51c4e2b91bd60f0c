"""Files on their way: who may send them, how large, how long they wait, and that nothing is left of them."""

import stat
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

import texts
from ingest.errors import UsageError
from ingest.readers import SUPPORTED
from page import uploads as module
from page.guard import UPLOAD
from page.roles import ROLE_HEADER, Role
from page.uploads import Uploads

SECRETARIAT = {ROLE_HEADER: Role.SECRETARIAT.value}


@pytest.fixture
def uploads() -> Uploads:
    return Uploads(max_file=1000)


@pytest.fixture
def client(uploads: Uploads) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=[Route(UPLOAD, uploads.receive, methods=["POST"])])) as made:
        yield made


def _send(client: TestClient, name: str, data: bytes = b"tekst", headers: dict[str, str] = SECRETARIAT) -> str:
    answer = client.post(f"{UPLOAD}?name={quote(name, safe='')}", content=data, headers=headers)
    return str(answer.json().get("token") or f"{answer.status_code} {answer.json()['error']}")


def _left(uploads: Uploads) -> list[Path]:
    return list(uploads._folder.iterdir())


def test_a_file_is_kept_for_its_token_alone_and_deleted_after_use(client: TestClient, uploads: Uploads) -> None:
    token = _send(client, "Årsplan æøå.txt", "æ".encode())
    assert stat.S_IMODE(uploads._folder.stat().st_mode) == 0o700
    with uploads.taken([token]) as (upload,):
        assert (upload.name, upload.path.read_bytes()) == ("Årsplan æøå.txt", "æ".encode())
        assert upload.path.suffix == ".txt" and "plan" not in upload.path.name
    assert _left(uploads) == []
    with pytest.raises(UsageError, match="vælg filerne igen"), uploads.taken([token]):
        pytest.fail("a token serves once")


def test_a_wrong_token_among_right_ones_uses_none(client: TestClient, uploads: Uploads) -> None:
    token = _send(client, "a.txt")
    with pytest.raises(UsageError), uploads.taken([token, "gættet"]):
        pytest.fail("all or nothing")
    assert _left(uploads) == []


@pytest.mark.parametrize("headers", [{}, {ROLE_HEADER: "member"}, {ROLE_HEADER: "Secretariat"}, {ROLE_HEADER: ""}])
def test_only_the_secretariat_may_send(client: TestClient, uploads: Uploads, headers: dict[str, str]) -> None:
    assert _send(client, "a.txt", headers=headers) == f"403 {texts.SECRETARIAT_ONLY}"
    assert _left(uploads) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\mine\\ting.md", "ting.md"),
        ("\u202egnp.txt", "gnp.txt"),
        ("linje\nto.PDF", "linjeto.PDF"),
        ("😀.docx", "😀.docx"),
    ],
)
def test_names_are_cleaned_and_never_used_on_disk(client: TestClient, uploads: Uploads, name: str, shown: str) -> None:
    token = _send(client, name)
    (file,) = _left(uploads)
    assert set(file.stem) <= set("0123456789abcdef-")
    with uploads.taken([token]) as (upload,):
        assert upload.name == shown


@pytest.mark.parametrize(
    ("name", "suffix"), [("a.exe", ".exe"), ("a", ""), ("", ""), ("txt", ""), ("a.txt.zip", ".zip")]
)
def test_other_kinds_are_refused_before_they_are_received(
    client: TestClient, uploads: Uploads, name: str, suffix: str
) -> None:
    assert _send(client, name) == f"415 {texts.file_kind_unknown(name or '?', suffix, SUPPORTED)}"
    assert _left(uploads) == []


def test_one_byte_too_many_is_refused_and_leaves_nothing(client: TestClient, uploads: Uploads) -> None:
    assert _send(client, "a.txt", b"x" * 1001) == f"413 {texts.upload_too_large('a.txt', 1000)}"
    assert _left(uploads) == []
    with uploads.taken([_send(client, "a.txt", b"x" * 1000)]) as (upload,):
        assert upload.size == 1000


def test_the_room_for_waiting_files_is_bounded_and_free_again(
    client: TestClient, uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 1500)
    first = _send(client, "a.txt", b"x" * 1000)
    assert _send(client, "b.txt", b"x" * 501) == f"429 {texts.UPLOAD_FULL}"
    with uploads.taken([first]):
        pass
    assert len(_send(client, "b.txt", b"x" * 501)) > 20
    monkeypatch.setattr(module, "MAX_FILES", 1)
    assert _send(client, "c.txt") == f"429 {texts.UPLOAD_FULL}"


def test_files_that_nobody_uses_are_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads(lifetime=60)
    with TestClient(Starlette(routes=[Route(UPLOAD, uploads.receive, methods=["POST"])])) as client:
        token = _send(client, "a.txt")
        now = time.monotonic()
        monkeypatch.setattr("page.uploads.time.monotonic", lambda: now + 61)
        with pytest.raises(UsageError), uploads.taken([token]):
            pytest.fail("it has expired")
    assert _left(uploads) == []


def test_a_body_that_stops_short_is_no_file(client: TestClient, uploads: Uploads) -> None:
    headers = {**SECRETARIAT, "content-length": "10"}
    answer = client.post(f"{UPLOAD}?name=a.txt", content=iter([b"kort"]), headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"error": texts.UPLOAD_BROKEN})
    assert _left(uploads) == []


def test_a_full_disk_is_told(client: TestClient, uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    assert _send(client, "a.txt") == f"507 {texts.upload_failed('a.txt', texts.DISK_FULL)}"


def test_the_folder_is_gone_with_the_uploads() -> None:
    uploads = Uploads()
    folder, other = uploads._folder, Uploads()._folder
    assert folder.is_dir() and not other.exists()  # the second one is not held by anybody
    uploads.close()
    assert not folder.exists()
