#!/bin/sh
# Runs a server for as long as somebody holds the other end of standard input.
#
#   guard.sh PID_FILE STOP_SIGNAL STOP_SECONDS COMMAND [ARG...]
#
# End of file on standard input means: stop. It comes when the holder closes the pipe and also when the
# holder is killed, since the kernel closes the pipe then. The server gets STOP_SIGNAL, STOP_SECONDS to
# obey and then KILL, with its process group. The pid file holds the server's pid while it runs.

# A session of its own keeps a Ctrl-C or a hang-up on the terminal away from the server.
if [ -z "$PLUMBLINE_GUARD_SESSION" ] && command -v setsid >/dev/null 2>&1; then
  PLUMBLINE_GUARD_SESSION=1
  export PLUMBLINE_GUARD_SESSION
  exec setsid sh "$0" "$@"
fi
unset PLUMBLINE_GUARD_SESSION

pid_file=$1
stop_signal=$2
stop_seconds=$3
shift 3
exec 3<&0 </dev/null
trap : HUP INT TERM

if command -v setsid >/dev/null 2>&1; then
  setsid "$@" 3<&- &
  server=$!
  group=-$server
else
  "$@" 3<&- &
  server=$!
  group=$server
fi

# The watcher is a process of its own, so the server is stopped even when this shell has been killed.
(
  trap : HUP INT
  while read -r _; do :; done
  kill -s "$stop_signal" "$server" 2>/dev/null
  tenths=0
  while kill -0 "$server" 2>/dev/null && [ "$tenths" -lt $((stop_seconds * 10)) ]; do
    sleep 0.1
    tenths=$((tenths + 1))
  done
  kill -s KILL -- "$group" 2>/dev/null
  [ "$(cat "$pid_file" 2>/dev/null)" = "$server" ] && rm -f "$pid_file"
) <&3 &
watcher=$!
exec 3<&-
# Who reads it may kill this shell at once: the watcher is there by then.
echo "$server" >"$pid_file.new" && mv -f "$pid_file.new" "$pid_file"

# A trapped signal ends wait early, hence the loop.
wait "$server"
code=$?
while kill -0 "$server" 2>/dev/null; do
  wait "$server"
  code=$?
done
# Children that the server has left behind.
[ "$group" = "$server" ] || kill -s KILL -- "$group" 2>/dev/null
[ "$(cat "$pid_file" 2>/dev/null)" = "$server" ] && rm -f "$pid_file"
kill -s KILL "$watcher" 2>/dev/null
exit "$code"
