"""Files that nobody else may read."""

from pathlib import Path

import pytest

from common import private_files


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_file_and_its_new_directories_are_ours_alone(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "file"

    private_files.make_file(file)

    assert mode(file) == 0o600
    assert mode(file.parent) == mode(file.parent.parent) == 0o700


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o666, 0o600), (0o400, 0o400)])
def test_a_file_that_is_there_keeps_its_content_and_loses_its_readers(
    tmp_path: Path, before: int, after: int
) -> None:
    file = tmp_path / "file"
    file.write_text("content")
    file.chmod(before)

    private_files.make_file(file)

    assert (file.read_text(), mode(file)) == ("content", after)


def test_a_directory_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)

    private_files.make_file(shared / "file")

    assert mode(shared) == 0o755


def test_what_lies_beside_a_database_is_closed_too(tmp_path: Path) -> None:
    beside = [tmp_path / f"x.db{suffix}" for suffix in ("", "-wal", "-shm", "-journal")]
    other = tmp_path / "x.dbase"
    for file in (*beside, other):
        file.touch()
        file.chmod(0o644)

    private_files.make_database(tmp_path / "x.db")

    assert {mode(file) for file in beside} == {0o600}
    assert mode(other) == 0o644
