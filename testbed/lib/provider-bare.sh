# The provider that needs nothing but Linux and root: our own daemons in network namespaces.

bare_up() {
  need_root "testbed up"
  need_cluster_packages
  if [ "${TESTBED:-0}" = free ]; then
    take_free_instance
  else
    use_instance "${TESTBED:-0}"
    if ! take_instance "$INSTANCE"; then
      bare_whole && return
      say "instance $INSTANCE is damaged, see above: starting it anew, empty"
      stop_instance
      flock -w 10 8 || die "instance $INSTANCE is held by another process: see 'testbed list'"
    fi
  fi
  check_cgroups
  "$TESTBED_HOME/bin/build-tools" etcd kube-apiserver kubectl kube-controller-manager kube-scheduler kubelet kube-proxy coredns
  remove_instance
  mkdir -p "$STATE"
  # A start that fails leaves its logs, and nothing else.
  trap 'say "testbed: up failed; the logs are kept in $STATE/log until the next up"; stop_instance' EXIT
  printf '%s\n' "$NODES" >"$STATE/node-count"
  bare_start
  trap - EXIT
  release_instance
  say "instance $INSTANCE is up after $SECONDS s"
  bare_print
}

# A second `up` finds the first one's work whole, or says what is wrong with it.
bare_whole() {
  [ -f "$STATE/ready" ] || die "instance $INSTANCE is being started by another process: wait for it, or run 'testbed down'"
  check_daemons || return 1
  [ "$NODES_GIVEN" = no ] || [ "$NODES" = "$(cat "$STATE/node-count")" ] ||
    die "instance $INSTANCE runs with $(cat "$STATE/node-count") nodes, not $NODES: run 'testbed down' first"
  say "instance $INSTANCE is up already"
  bare_print
}

bare_print() {
  print_instance
  printf 'audit=%s\n' "$(audit_log)"
}

# The order of work.
bare_start() {
  local node
  API_SERVER=https://$NODE_NET.1:6443
  ENTER=(nsenter --net="$(namespace_file node0)")
  DAEMON_CGROUP=$NAME/daemons
  make_cgroup "$DAEMON_CGROUP"
  make_network
  make_authority
  make_certificate apiserver "/CN=kube-apiserver" \
    "IP:$NODE_NET.1,IP:$NODE0_API,IP:$SERVICE_NET.1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  make_certificate admin "/O=system:masters/CN=admin"
  make_proxy_identities "$MACHINE"
  make_certificate kubelet-client "/O=system:masters/CN=kube-apiserver-kubelet-client"
  make_certificate kube-proxy "/CN=system:kube-proxy"
  write_kubeconfig "$KUBECONFIG_FILE" admin "$API_SERVER" "testbed-$INSTANCE"
  write_kubeconfig "$STATE/pki/kube-proxy.kubeconfig" kube-proxy "$API_SERVER" testbed
  start_etcd "$NODE_NET.1"
  start_cluster_apiserver
  for node in $(nodes); do prepare_node "$node" && start_containerd "$node"; done
  await_apiserver
  start_controllers "$API_SERVER"
  start_dns
  start_volumes
  for node in $(nodes); do start_kubelet "$node" && start_proxy "$node"; done
  for node in $(nodes); do await_node "$node"; done
  await 20 "the default service account" "$(tool kubectl)" --kubeconfig="$KUBECONFIG_FILE" get serviceaccount default
  check_daemons
  DAEMON_CGROUP='' watch_owner "$OWNER" down
  touch "$STATE/ready"
}

start_cluster_apiserver() {
  start_apiserver "$NODE_NET.1" --bind-address=0.0.0.0 --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --service-cluster-ip-range="$SERVICE_NET.0/16" \
    --kubelet-preferred-address-types=InternalIP --kubelet-certificate-authority="$STATE/pki/ca.crt" \
    --kubelet-client-certificate="$STATE/pki/kubelet-client.crt" --kubelet-client-key="$STATE/pki/kubelet-client.key"
}

# The API server ends at once, and begins again on what etcd has.
bare_api() {
  need_root "testbed api"
  if [ ! -f "$STATE/ready" ] || ! instance_running "$INSTANCE"; then die "instance $INSTANCE is not running: 'testbed up' starts it"; fi
  if [ "$1" = stop ]; then
    stop_daemon kube-apiserver
  elif daemon_pid kube-apiserver >/dev/null; then
    say "the API server runs already"
  else
    ENTER=(nsenter --net="$(namespace_file node0)")
    DAEMON_CGROUP=$NAME/daemons
    start_cluster_apiserver
    await_apiserver
  fi
}

bare_down() {
  need_root "testbed down"
  remove_instance
}

bare_status() {
  local name pid
  if [ ! -f "$STATE/ready" ] || ! instance_running "$INSTANCE"; then
    say "instance $INSTANCE is not running"
    return 1
  fi
  printf 'instance %s, provider bare, kubeconfig %s\n' "$INSTANCE" "$KUBECONFIG_FILE"
  "$(tool kubectl)" --kubeconfig="$KUBECONFIG_FILE" get nodes --output=wide --label-columns=topology.kubernetes.io/zone
  for name in $(nodes); do printf '%-26s %s\n' "$name" "$(node_state "$name")"; done
  for name in $(daemon_names); do
    if pid=$(daemon_pid "$name"); then
      printf '%-26s pid %-8s %4s MiB\n' "$name" "$pid" "$(($(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status") / 1024))"
    else
      printf '%-26s has ended, see %s\n' "$name" "$STATE/log/$name.log"
    fi
  done
  check_daemons
}

# An archive that a node has taken before, unchanged since, is not read again.
bare_load_image() {
  local archive node state
  for archive in "$@"; do
    state=$(stat --dereference --format='%s %Y' "$archive")' '$(readlink -f "$archive")
    for node in $(nodes); do
      if ! grep -sqxF "$state" "$STATE/$node/loaded"; then
        node_ctr "$node" images import "$archive" >&2
        printf '%s\n' "$state" >>"$STATE/$node/loaded"
      fi
    done
  done
}
