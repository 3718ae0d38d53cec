"""Files that a process makes without our help, such as a library's, are for its own user alone."""

import os

NOBODY_ELSE = 0o077


def keep_files_private() -> None:
    """From now on, for this process and those that it starts."""
    os.umask(NOBODY_ELSE)
