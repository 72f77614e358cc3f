# What may befall a node: it is lost and comes back, or its network is cut and heals.

bare_node() {
  need_root "testbed node"
  if [ ! -f "$STATE/ready" ] || ! instance_running "$INSTANCE"; then die "instance $INSTANCE is not running: 'testbed up' starts it"; fi
  check_node "$2"
  ENTER=(nsenter --net="$(namespace_file node0)")
  "$1_node" "$2"
}

check_node() {
  local all
  all=$(nodes | paste -sd' ')
  [[ " $all " == *" $1 "* ]] || die "there is no node '$1' in instance $INSTANCE: it has $all"
}

# node_state NODE: running, isolated or stopped.
node_state() {
  if ! daemon_pid "kubelet-$1" >/dev/null; then
    printf 'stopped\n'
  elif in_node "$1" nft list table inet isolated >/dev/null 2>&1; then
    printf 'isolated\n'
  else
    printf 'running\n'
  fi
}

# Packets are dropped without a word, in both directions, and so are those of connections that exist; neighbours are
# still resolved, so that callers wait as they do for a machine behind a broken switch. Pods of the node reach each other.
isolate_node() {
  if [ "$1" = node0 ]; then cut_first_node; else cut_further_node; fi | in_node "$1" nft --file -
}

cut_further_node() {
  cat <<'EOT'
table inet isolated
delete table inet isolated
table inet isolated {
  chain in { type filter hook input priority filter - 10; iifname "uplink" drop; }
  chain through { type filter hook forward priority filter - 10; iifname "uplink" drop; oifname "uplink" drop; }
  chain out { type filter hook output priority filter - 10; oifname "uplink" drop; }
}
EOT
}

# The control plane and the bridge of all share the network of node0: what is cut there are its pods and its kubelet,
# which knows the API server by an address of its own. Only what the kubelet itself asks of a pod is answered.
cut_first_node() {
  cat <<EOT
table inet isolated
delete table inet isolated
table inet isolated {
  chain in { type filter hook input priority filter - 10; iifname "pods" ct direction original drop; tcp dport 10250 drop; }
  chain through { type filter hook forward priority filter - 10; iifname "pods" oifname != "pods" drop; iifname != "pods" oifname "pods" drop; }
  chain out { type filter hook output priority filter - 10; ip daddr $NODE0_API drop; }
}
EOT
}

join_node() {
  [ "$(node_state "$1")" != stopped ] || die "node $1 is stopped: 'testbed node start $1' brings it back"
  heal_network "$1"
}

heal_network() { in_node "$1" nft delete table inet isolated 2>/dev/null || true; }

# A lost machine sends no word of farewell: the network goes first, then every process at once. What a reboot
# would clear goes too: mounts, namespaces of pods and containerd's state. Images and volumes stay.
stop_node() {
  local name
  isolate_node "$1"
  kill_cgroups "$NAME/daemons-$1" "$NAME/$1"
  for name in kubelet containerd; do stop_daemon "$name-$1"; done
  [ "$1" = node0 ] || stop_daemon "kube-proxy-$1"
  unmount_below "$STATE/$1"
  rm -rf "$STATE/$1/run"
}

start_node() {
  if daemon_pid "kubelet-$1" >/dev/null; then
    say "node $1 runs already"
    return
  fi
  heal_network "$1"
  start_containerd "$1"
  start_kubelet "$1"
  [ "$1" = node0 ] || start_proxy "$1"
  await_node "$1"
}
