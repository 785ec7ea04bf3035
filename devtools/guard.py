"""Becomes another program: as an ordinary user, and not outliving the process that asked for it.

Run as `python -I -S guard.py <parent's pid> <uid>:<gid> <program> [arguments]`, where a uid of -1
leaves the user alone. It is a program of its own because code between fork and exec is not safe in
a process with threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, owner: str, program: list[str]) -> None:
    """Drop privileges, tie our life to the parent's, and become the program."""
    uid, gid = map(int, owner.split(":"))
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    die_with(parent)
    os.execv(program[0], program)


def die_with(parent: int) -> None:
    """Ask Linux for SIGINT (a fast shutdown, to PostgreSQL) at the parent's death."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The process that asked for this one is gone.")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
