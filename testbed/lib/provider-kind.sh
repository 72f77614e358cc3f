# The provider for machines with Docker and kind. Services are reached by port-forward; there is no audit log.

kind_name() { printf 'vectorcluster-%s\n' "$INSTANCE"; }

kind_up() {
  need_command kind "install kind, or use TESTBED_PROVIDER=bare"
  need_command docker "install Docker, or use TESTBED_PROVIDER=bare"
  claim_folder
  if kind get clusters 2>/dev/null | grep -qx "$(kind_name)"; then
    say "instance $INSTANCE is up already"
    kind export kubeconfig --name "$(kind_name)" --kubeconfig "$KUBECONFIG_FILE" >&2
  else
    kind_nodes | kind create cluster --name "$(kind_name)" --kubeconfig "$KUBECONFIG_FILE" --wait 180s --config - >&2
    watch_owner "$OWNER" down
  fi
  print_instance
}

kind_nodes() {
  local k role=control-plane
  printf 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n'
  for ((k = 0; k < NODES; k++)); do
    printf '  - role: %s\n    labels: {topology.kubernetes.io/zone: %s}\n' "$role" "$(node_zone "node$k")"
    role=worker
  done
}

kind_down() {
  need_command kind "install kind again to remove what it made"
  [ "${KEEP_DAEMON:-}" = owner ] || stop_daemon owner
  kind delete cluster --name "$(kind_name)" >&2
  rm -rf "$STATE"
}

kind_status() { kind get nodes --name "$(kind_name)" | grep . || { say "instance $INSTANCE is not running"; return 1; }; }

kind_load_image() {
  local archive
  for archive in "$@"; do kind load image-archive "$archive" --name "$(kind_name)" >&2; done
}

kind_node() { die "the provider kind cannot $1 nodes: use TESTBED_PROVIDER=bare"; }
