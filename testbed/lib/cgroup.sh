# Every process of an instance lives in the cgroup named after it: the control plane in /NAME/daemons, a node's
# daemons in /NAME/daemons-NODE, its pods in /NAME/NODE. The kernel's list of members is the record of what to stop, which no crash can lose.
# On cgroup v1 the group exists in each hierarchy, on v2 in the one.

# The mount points to make groups in.
cgroup_mounts() {
  if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
    printf '/sys/fs/cgroup\n'
  else
    awk '$3 == "cgroup" { print $2 }' /proc/mounts
  fi
}

# cgroup_of_record PATH: in the mount whose member lists are read: any one does on v1.
cgroup_of_record() {
  if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
    printf '/sys/fs/cgroup/%s\n' "$1"
  else
    printf '%s/%s\n' "$(awk '$3 == "cgroup" && $4 ~ /(^|,)pids(,|$)/ { print $2; exit }' /proc/mounts)" "$1"
  fi
}

check_cgroups() {
  [ -n "$(cgroup_mounts)" ] || die "no cgroup hierarchy is mounted below /sys/fs/cgroup: mount cgroup2 there"
  case $(cgroup_of_record "$NAME") in
    /"$NAME") die "the pids controller of cgroup v1 is not mounted: mount it below /sys/fs/cgroup, or use cgroup v2" ;;
  esac
}

# make_cgroup PATH: below every mount, with the parent's CPUs and memory nodes (v1 leaves them empty, and an
# empty cpuset takes no process) or the parent's controllers (v2).
make_cgroup() {
  local mount file parent
  for mount in $(cgroup_mounts); do
    parent=$(dirname "$mount/$1")
    [ -d "$parent" ] || make_cgroup "$(dirname "$1")"
    if [ -f "$parent/cgroup.controllers" ]; then
      for file in cpuset cpu io memory pids; do
        echo "+$file" >"$parent/cgroup.subtree_control" 2>/dev/null || true
      done
    fi
    mkdir -p "$mount/$1"
    for file in cpuset.cpus cpuset.mems; do
      if [ -f "$mount/$1/$file" ] && [ -f "$parent/tasks" ]; then cat "$parent/$file" >"$mount/$1/$file"; fi
    done
  done
}

# enter_cgroup PATH: moves the calling process.
enter_cgroup() {
  local mount
  for mount in $(cgroup_mounts); do echo "$BASHPID" >"$mount/$1/cgroup.procs"; done
}

# cgroup_members PATH...
cgroup_members() {
  local path record
  for path in "$@"; do
    record=$(cgroup_of_record "$path")
    [ ! -d "$record" ] || find "$record" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  done
}

# kill_cgroups PATH...: kills every member until none is left: a process may fork between the reading and the kill.
kill_cgroups() {
  local try members
  for ((try = 0; try < 100; try++)); do
    mapfile -t members < <(cgroup_members "$@")
    [ ${#members[@]} = 0 ] && return 0
    kill -KILL "${members[@]}" 2>/dev/null || true
    sleep 0.1
  done
  die "processes ${members[*]} do not die: see /proc/PID/stack; then run down again"
}

# Removes the groups, deepest first. The unified hierarchy of a hybrid machine has them too, made by runc.
remove_cgroups() {
  local mount try left
  for mount in $(cgroup_mounts) $(awk '$3 == "cgroup2" { print $2 }' /proc/mounts); do
    [ -d "$mount/$NAME" ] || continue
    for ((try = 0; try < 50; try++)); do
      find "$mount/$NAME" -depth -type d -exec rmdir {} + 2>/dev/null || true
      [ -d "$mount/$NAME" ] || break
      sleep 0.1
    done
    left=$mount/$NAME
    [ ! -d "$left" ] || die "the cgroup $left stays busy: cat $left/cgroup.procs"
  done
}
