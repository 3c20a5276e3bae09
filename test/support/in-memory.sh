#!/bin/sh
# Runs a command whose temporary files are in memory, where that can be had: in Linux as root, with memory to spare. Each database and browser that a test
# starts waits for the disk at every step otherwise, which more than doubles the time of all. A killed process loses nothing by it, so the tests that kill lose
# nothing either. The folder is mounted for this command alone, and is gone with it.
#
#   in-memory.sh COMMAND [ARGUMENT...]
set -eu
NEEDED_KIB=8388608

spare=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2>/dev/null || echo 0)
folder="${TMPDIR:-/tmp}/rewind-in-memory"
if [ "$(id -u)" != 0 ] || [ "${spare:-0}" -lt "$NEEDED_KIB" ] || ! mkdir -p "$folder" || ! unshare --mount mount -t tmpfs rewind "$folder" 2>/dev/null; then exec "$@"; fi

# What is fetched from elsewhere is kept from one run to the next.
export KEPT_TMPDIR="${TMPDIR:-/tmp}"
export TMPDIR="$folder"
exec unshare --mount sh -c 'mount -t tmpfs -o mode=1777 rewind "$TMPDIR" && exec "$@"' sh "$@"
