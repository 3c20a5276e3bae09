#!/bin/sh
# Starts 7-Zip as the only thing that the service may start for unpacking: under Deno, with one folder to read, one to read and write, no
# network, no programs, no variables, and the kernel's limits on memory, time and files. Whoever may run this can do no more with it than that:
# it writes only into a folder in which its caller could put a file, and the program it starts lies beside it.
#
#   unpack-sandbox.sh READ_FOLDER WRITE_FOLDER MEMORY_MIB CPU_SECONDS FILE_MIB
#
# With - for WRITE_FOLDER it writes nothing.
set -eu
# Not the caller's: it would decide what sed is.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
here=$(cd -P -- "$(dirname -- "$0")" && pwd -P)
root=$(cd -P -- "$here/../.." && pwd -P)
# A JSON string, less its quotes; JSON knows no line break in one.
escaped() { printf %s "$1" | sed 's/[\\"]/\\&/g'; }

readable="\"$(escaped "$root/node_modules/7z-wasm")\", \"$(escaped "$(cd -P -- "$1" && pwd -P)")\""
writable=
if [ "$2" != - ]; then
  out=$(cd -P -- "$2" && pwd -P)
  [ -f "$out/.unpacking" ] && [ ! -L "$out/.unpacking" ] || { echo "the folder to write into is not marked" >&2; exit 64; }
  writable="\"$(escaped "$out")\""
  readable="$readable, $writable"
fi

# Beside the archive's memory V8 reserves this much for itself. What the kernel does not limit here, 7-Zip's own limits do.
ulimit -d $((($3 + 768) * 1024)) 2>/dev/null || :
ulimit -t "$4" 2>/dev/null || :
ulimit -f $(($5 * 2048)) 2>/dev/null || :
ulimit -n 256 2>/dev/null || :
ulimit -c 0 2>/dev/null || :

alone=
if unshare -n true 2>/dev/null; then alone='unshare -n'; elif unshare -Un true 2>/dev/null; then alone='unshare -Un'; fi

# It keeps nothing between two archives, and makes no folder for it anywhere. What it may is told in a file, since Deno's options divide a path at
# each comma. That file is experimental, as Deno says and -q does not let it say; a Deno that knows it no more starts nothing.
# shellcheck disable=SC2086 # nothing, or a command and its option
exec env -i DENO_DIR=/dev/null DENO_NO_UPDATE_CHECK=1 NO_COLOR=1 $alone "$root/node_modules/deno/deno" run -q --no-prompt --no-remote --cached-only --node-modules-dir=manual --no-lock \
  --v8-flags=--max-old-space-size=256,--wasm-max-mem-pages=$(($3 * 16)) --config /dev/fd/3 -P "$here/seven-zip-child.ts" 3<<PERMISSIONS
{ "permissions": { "default": { "read": [$readable], "write": [$writable] } } }
PERMISSIONS
