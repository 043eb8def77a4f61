"""Shut the doors, then become the command. Run as a script by media.confine; standard library only.

argv: one JSON order {parent, bounds, doors, folder, readable}, then the command and its arguments.
A fresh process does this instead of a hook between fork and exec, which is unsafe where the worker
has threads. Exit status 125 means that the command was never started.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import stat
import struct
import sys
from typing import Any

NOT_STARTED = 125
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38

# Landlock, Documentation/userspace-api/landlock.rst; the numbers are the same on every machine.
SYS_CREATE_RULESET, SYS_ADD_RULE, SYS_RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
MAKE_CHAR, MAKE_SOCK, MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 11
FIRST_ABI, REFER, TRUNCATE = (1 << 13) - 1, 1 << 13, 1 << 14
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE

_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    order = json.loads(sys.argv[1])
    command = sys.argv[2:]
    _limit(order["bounds"])
    _unshare(order["doors"])
    if order["doors"]["process_count"]:
        _limit_processes(order["bounds"]["processes"])
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # after unshare, which would clear it
    if os.getppid() != order["parent"]:
        raise OSError("the parent died first")
    if order["doors"]["processes"]:
        _become_first_of_its_own()
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    if order["doors"]["files"]:
        _restrict_files(order["folder"], order["readable"])
    os.umask(0o077)
    os.execv(command[0], command)  # noqa: S606 -- a list, no shell


def _limit(bounds: dict[str, Any]) -> None:
    cpu_s = bounds["cpu_s"]
    limits = [
        (resource.RLIMIT_AS, bounds["memory_bytes"], bounds["memory_bytes"]),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 1),
        (resource.RLIMIT_FSIZE, bounds["file_bytes"], bounds["file_bytes"]),
        (resource.RLIMIT_NOFILE, bounds["open_files"], bounds["open_files"]),
        (resource.RLIMIT_CORE, 0, 0),
    ]
    for which, soft, hard in limits:
        _lower(which, soft, hard)
    os.nice(bounds["nice"])


def _limit_processes(most: int) -> None:
    """Only once the user namespace is there, which counts from one.

    Set before, the limit would also hold for all processes of this user outside: the kernel checks
    every level against the limit in force when the level below was made.
    """
    _lower(resource.RLIMIT_NPROC, most, most)


def _lower(which: int, soft: int, hard: int) -> None:
    _, ceiling = resource.getrlimit(which)
    if ceiling == resource.RLIM_INFINITY:
        ceiling = hard
    resource.setrlimit(which, (min(soft, ceiling), min(hard, ceiling)))


def _unshare(doors: dict[str, bool]) -> None:
    flags = CLONE_NEWUSER if doors["user_namespace"] else 0
    flags |= CLONE_NEWNET if doors["network"] else 0
    flags |= CLONE_NEWPID if doors["processes"] else 0
    if flags and _libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


def _become_first_of_its_own() -> None:
    """Go on as process 1 of the new namespace, with whose end the kernel ends all its children.

    The launcher stays behind only to hand on how process 1 ended.
    """
    first = os.fork()
    if first == 0:
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        return
    _, status = os.waitpid(first, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _restrict_files(folder: str, readable: list[str]) -> None:
    abi = _syscall(SYS_CREATE_RULESET, None, 0, CREATE_RULESET_VERSION)
    handled = FIRST_ABI | (REFER if abi >= 2 else 0) | (TRUNCATE if abi >= 3 else 0)
    attributes = struct.pack("=Q", handled)
    rules = _syscall(SYS_CREATE_RULESET, attributes, len(attributes), 0)
    _allow(rules, folder, handled & ~(EXECUTE | MAKE_CHAR | MAKE_SOCK | MAKE_BLOCK))
    _allow(rules, "/dev/null", WRITE_FILE | READ_FILE)
    for path in readable:
        with contextlib.suppress(FileNotFoundError):  # /lib64 and the like exist on some machines
            _allow(rules, path, EXECUTE | READ_FILE | READ_DIR)
    _syscall(SYS_RESTRICT_SELF, rules, 0)
    os.close(rules)


def _allow(rules: int, path: str, access: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(opened).st_mode):
            access &= OF_FILES
        rule = struct.pack("=Qi", access, opened)
        _syscall(SYS_ADD_RULE, rules, RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(opened)


def _syscall(number: int, *arguments: object) -> int:
    result: int = _libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return result


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as error:
        sys.stderr.write(f"not started: {error}\n")
        sys.exit(NOT_STARTED)
