# Takes an instance away, whatever state it is in: whole, half started, or left by a crash.

# Processes, mounts, links, namespaces and cgroups, in this order: each holds the next.
stop_instance() {
  [ "${KEEP_DAEMON:-}" = owner ] || stop_daemon owner
  kill_cgroups "$NAME"
  unmount_below "$STATE"
  remove_network
  remove_cgroups
}

remove_instance() {
  stop_instance
  remove_log_links
  remove_network_results
  rm -rf "$STATE"
}

# unmount_below FOLDER: deepest first; a mount on a mount needs a second look.
unmount_below() {
  local round mounts
  for ((round = 0; round < 10; round++)); do
    mapfile -t mounts < <(awk -v folder="$1/" 'index($5, folder) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
    [ ${#mounts[@]} = 0 ] && return 0
    umount "${mounts[@]}" 2>/dev/null || umount --lazy "${mounts[@]}" 2>/dev/null || true
  done
  die "these mounts stay: ${mounts[*]}; see which process holds them, then run down again"
}

# The kubelet links each container's log into a folder of the machine that it does not let us choose.
remove_log_links() {
  [ ! -d /var/log/containers ] || find /var/log/containers -type l -lname "$STATE/*" -delete
}

# The network plugins note each pod's result in a folder that containerd does not let us choose.
remove_network_results() {
  [ ! -d /var/lib/cni/results ] || { grep -lrs "$STATE/" /var/lib/cni/results || true; } | xargs -r rm -f
}
