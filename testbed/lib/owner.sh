# An instance may belong to a process, such as a test's JVM: when that ends, in whatever way, the instance goes down.

# watch_owner PID DOWN...: PID empty means nobody; DOWN are the arguments of testbed that stop this instance.
watch_owner() {
  local pid=$1 started
  shift
  [ -n "$pid" ] || return 0
  started=$(process_start_time "$pid")
  [ -n "$started" ] || die "--owner $pid: there is no such process"
  daemon owner env TESTBED="$INSTANCE" "$TESTBED_HOME/bin/testbed" await-owner "$pid" "$started" "$@"
}

# await_owner PID STARTED DOWN...: runs as a daemon of its own, outside the instance's cgroup.
await_owner() {
  local pid=$1 started=$2
  shift 2
  while [ "$(process_start_time "$pid")" = "$started" ]; do sleep 1; done
  KEEP_DAEMON=owner exec "$TESTBED_HOME/bin/testbed" "$@"
}
