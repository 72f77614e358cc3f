# The lighter layer: etcd and an API server on a loopback address of their own, about one second, no root.
# There are no controllers: nothing collects garbage, empties a namespace or makes pods of a StatefulSet.
# Slot K of 0 to 99 listens on 127.77.K.1, so that ports are fixed and many run side by side.

use_apiserver() {
  [[ $1 =~ ^[0-9]{1,2}$ ]] || die "the API server's slot is '$1': a number from 0 to 99"
  INSTANCE=apiserver-$((10#$1))
  STATE=$(state_root)/$INSTANCE
  ADDRESS=127.77.$((10#$1)).1
  KUBECONFIG_FILE=$STATE/kubeconfig
  ENTER=()
}

# apiserver_up: takes the first free slot and prints it as lines of key=value.
apiserver_up() {
  local slot
  need_packages openssl:openssl flock:util-linux
  "$TESTBED_HOME/bin/build-tools" etcd kube-apiserver kubectl
  for ((slot = 0; slot < 100; slot++)); do
    if take_instance "apiserver-$slot"; then break; fi
  done
  [ "$slot" -lt 100 ] || die "all 100 API server slots are taken: 'testbed list' shows them, 'testbed apiserver down SLOT' frees one"
  use_apiserver "$slot"
  apiserver_stop_leftovers
  mkdir -p "$STATE"
  # A failure or an interruption must leave nothing behind.
  trap 'apiserver_stop_leftovers' EXIT
  make_authority
  make_certificate apiserver "/CN=kube-apiserver" "IP:$ADDRESS,DNS:localhost"
  make_certificate admin "/O=system:masters/CN=admin"
  make_proxy_identities
  start_etcd "$ADDRESS"
  # The ServiceAccount admission waits for a controller that is not there.
  start_apiserver "$ADDRESS" --authorization-mode=RBAC --service-cluster-ip-range=10.96.0.0/24 \
    --endpoint-reconciler-type=none --disable-admission-plugins=ServiceAccount
  write_kubeconfig "$KUBECONFIG_FILE" admin "https://$ADDRESS:6443" "testbed-$INSTANCE"
  await_apiserver
  watch_owner "${1:-}" apiserver down "$slot"
  trap - EXIT
  release_instance
  printf 'slot=%s\nkubeconfig=%s\naudit=%s\n' "$slot" "$KUBECONFIG_FILE" "$(audit_log)"
}

apiserver_stop_leftovers() {
  local name
  for name in kube-apiserver etcd owner; do
    [ "$name" = "${KEEP_DAEMON:-}" ] || stop_daemon "$name"
  done
  rm -rf "$STATE"
}

apiserver_down() {
  use_apiserver "$1"
  apiserver_stop_leftovers
}
