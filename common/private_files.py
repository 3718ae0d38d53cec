"""Files that nobody else on this machine may read: 0600 in directories of 0700.

Only what is ours is tightened: a directory that was there before stays as it is, for it may be
everybody's.
"""

import os
from pathlib import Path

FILE_MODE = 0o600
DIRECTORY_MODE = 0o700
# SQLite keeps these beside a database, and makes them with the mode of the database.
BESIDE_A_DATABASE = ("-wal", "-shm", "-journal")
NOBODY_ELSE = 0o077


def keep_files_private() -> None:
    """Files that others make for us, such as a library, are for our own user alone from now on.

    So it is for this process and those that it starts.
    """
    os.umask(NOBODY_ELSE)


def make_directory(path: Path) -> None:
    """Make a directory, and those above it that are missing."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=DIRECTORY_MODE, exist_ok=True)


def make_file(path: Path) -> None:
    """Make a file where there is none, and let nobody else read one that is there.

    One that is there is never opened: closing it would take away the locks that SQLite, in this
    process, may hold on it.
    """
    make_directory(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
    except FileExistsError:
        _tighten(path)


def make_database(path: Path) -> None:
    """As `make_file`, for a SQLite database; SQLite takes an empty file for a new one."""
    make_file(path)
    for suffix in BESIDE_A_DATABASE:
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            _tighten(beside)


def _tighten(path: Path) -> None:
    """Somebody else's file is left alone: whoever lets us use it decides."""
    status = path.stat()
    if status.st_uid == os.geteuid() and status.st_mode & 0o777 & ~FILE_MODE:
        path.chmod(FILE_MODE)
