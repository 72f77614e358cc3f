# Daemons of an instance: started apart from the terminal, recorded as pid and start time (a pid alone may be
# another process by tomorrow), their output in STATE/log.

# Of a process that lives; a dead one that nobody has reaped yet counts as gone.
process_start_time() { sed -n 's/.*) \([^ZX] .*\)/\1/p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# daemon NAME COMMAND...: starts it. DAEMON_CGROUP and DAEMON_FOLDER are optional; where `daemon` runs with
# KEEP_LOCK=yes the process inherits the instance's lock and holds it while it lives.
daemon() {
  local name=$1
  shift
  mkdir -p "$STATE/log" "$STATE/pid"
  (
    [ -z "${DAEMON_CGROUP:-}" ] || enter_cgroup "$DAEMON_CGROUP"
    [ "${KEEP_LOCK:-no}" = yes ] || exec 8>&-
    exec 9>&-
    exec setsid "$@"
  ) >>"$STATE/log/$name.log" 2>&1 </dev/null &
  printf '%s %s\n' "$!" "$(process_start_time "$!")" >"$STATE/pid/$name"
  disown "$!"
}

daemon_names() { [ ! -d "$STATE/pid" ] || ls "$STATE/pid"; }

# daemon_pid NAME: its pid, where that process still is the one recorded.
daemon_pid() {
  local pid started
  [ -f "$STATE/pid/$1" ] && read -r pid started <"$STATE/pid/$1" || return 1
  [ -n "$started" ] && [ "$(process_start_time "$pid")" = "$started" ] || return 1
  printf '%s\n' "$pid"
}

# stop_daemon NAME: at once, because nothing it keeps is needed again.
stop_daemon() {
  local pid
  if pid=$(daemon_pid "$1"); then
    kill -KILL "$pid" 2>/dev/null || true
    await 10 "the end of $1" not daemon_pid "$1"
  fi
  rm -f "$STATE/pid/$1"
}

not() { ! "$@"; }

# check_daemons: names the first that is gone, with the end of its log.
check_daemons() {
  local name
  for name in $(daemon_names); do
    if ! daemon_pid "$name" >/dev/null; then
      say "testbed: $name has ended; the end of $STATE/log/$name.log:"
      tail -n 15 "$STATE/log/$name.log" >&2
      return 1
    fi
  done
}
