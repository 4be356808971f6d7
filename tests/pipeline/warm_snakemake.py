"""Snakemake that has already started: each request is a run in a process of its own, forked from this one.

Starting Snakemake costs a second, most of it imports, and a test run starts it some two hundred times. What is
imported here is Snakemake alone: settings, rules and the package are those of the folder that a request names. Kills,
pages of the documentation, packages and the cluster start Snakemake as everybody does.

A request is a line of JSON on standard input (``arguments``, ``folder``, ``environment``, ``stdout``, ``stderr``); the
answer is a line with the exit status.
"""

import atexit
import json
import os
import signal
import sys
import traceback


def run(arguments, folder, environment, stdout, stderr):
    """Be the program ``snakemake`` from here on; returns its exit status."""
    from snakemake.cli import main

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in ((0, os.devnull), (1, stdout), (2, stderr)):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(path, flags, 0o644), descriptor)
    sys.argv = arguments
    try:
        main(arguments[1:])
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def serve():
    """Answer requests until standard input ends."""
    import snakemake.cli  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os._exit(run(**json.loads(line)))
        _, ended = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)


if __name__ == "__main__":
    serve()
