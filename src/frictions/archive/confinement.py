"""Keeping the code of a package to one folder, without a network. Standard library only.

A rebuild runs code of strangers. Linux lets anybody start a program in namespaces of its own: there every file system
is read-only but for the folder to work in, other processes cannot be seen (nor their environment read), sockets of the
system's services are hidden, and there is no network interface. What the program starts is kept in as well, has no
capabilities, cannot gain any, and ends with it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from frictions.archive.errors import CannotRebuild

NAMESPACES = ("--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "--ipc")
NO_NETWORK = "--net"

_SCRIPT = r"""
set -eu
workspace=$1
hidden=$2
shift 2
mount --make-rprivate /
mount --bind "$workspace" "$workspace"
# Through the new mount: the working directory is still on the old one.
cd "$(pwd -P)"
mount -t proc proc /proc
[ ! -d /dev/shm ] || mount -t tmpfs tmpfs /dev/shm
for folder in /run /tmp/.X11-unix; do
    [ ! -d "$folder" ] || [ -L "$folder" ] || mount -t tmpfs tmpfs "$folder"
done
[ -z "$hidden" ] || mount -t tmpfs tmpfs "$hidden"
places=$(cat /proc/self/mountinfo)
while read -r _ _ _ _ place options _; do
    # Blanks in a path are written in octal.
    case "$place" in *\\*) place=$(printf '%b' "$place") ;; esac
    case "$place" in
        "$workspace" | "$workspace"/* | /dev/shm) continue ;;
    esac
    # A mount that another one covers cannot be reached by its path.
    [ -e "$place" ] || continue
    case "$options" in rw*) mount -o "remount,bind,ro${options#rw}" "$place" ;; esac
done <<MOUNTS
$places
MOUNTS
exec setpriv --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs -- "$@"
"""
"""Makes everything read-only but the workspace, gives up every capability, starts the command."""

_CHECK = '[ -w "$1" ] && [ ! -w / ] && [ ! -w "$2" ]'


def confined(workspace: Path, *, network: bool, hidden: Path | None = None) -> list[str]:
    """Command that runs another one, its words appended, with nothing to write to but a folder.

    It is tried before it is returned: the folder must be writable, the root and the folder above must not.

    Parameters
    ----------
    workspace : Path
        The only folder that may be written to; absolute, without links.
    network : bool
        Whether the network stays within reach, as for installing packages.
    hidden : Path, optional
        A folder that appears empty; absolute, without links, not above the workspace.

    Raises
    ------
    CannotRebuild
        If this system cannot do it; the message says why.
    """
    unshare = shutil.which("unshare")
    if sys.platform != "linux" or unshare is None or shutil.which("setpriv") is None:
        raise CannotRebuild(_refusal("it takes Linux with the programs unshare and setpriv"))
    prefix = [unshare, *NAMESPACES, *(() if network else (NO_NETWORK,)), "sh", "-c", _SCRIPT, "sh", str(workspace)]
    prefix.append(str(hidden or ""))
    check = ["sh", "-c", _CHECK, "sh", str(workspace), str(workspace.parent)]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([*prefix, *check], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise CannotRebuild(_refusal(said[0] if said else "folders outside the workspace stay writable"))
    return prefix


def _refusal(reason: str) -> str:
    return (
        f"this system cannot keep the code of the package from your files and the network ({reason}); nothing of it was"
        " run. Check files only with --no-rebuild, or let it run with all your rights: --unconfined"
    )
