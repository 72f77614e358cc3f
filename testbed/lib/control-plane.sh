# etcd, the API server and, in a whole cluster, the controller manager and the scheduler.
# ENTER is the prefix that puts a command into a network namespace; empty in the API-server-only layer.

# start_etcd ADDRESS: without fsync, because nothing here outlives the instance.
start_etcd() {
  KEEP_LOCK=yes daemon etcd "${ENTER[@]}" "$(tool etcd)" --name=etcd --data-dir="$STATE/etcd" --unsafe-no-fsync \
    --listen-client-urls="http://$1:2379" --advertise-client-urls="http://$1:2379" \
    --listen-peer-urls="http://$1:2380" --initial-advertise-peer-urls="http://$1:2380" \
    --initial-cluster="etcd=http://$1:2380" --log-level=warn --quota-backend-bytes=2147483648
}

# Writes only: each create, update, patch and delete once, with its user, object and answer.
write_audit_policy() {
  cat >"$STATE/audit-policy.yaml" <<'EOF'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    verbs: [get, list, watch]
  - level: Metadata
EOF
}

# start_apiserver ADDRESS FLAGS...
start_apiserver() {
  local address=$1
  shift
  write_audit_policy
  daemon kube-apiserver "${ENTER[@]}" "$(tool kube-apiserver)" \
    --etcd-servers="http://$address:2379" --bind-address="$address" --advertise-address="$address" --secure-port=6443 \
    --cert-dir="$STATE/pki" --tls-cert-file="$STATE/pki/apiserver.crt" --tls-private-key-file="$STATE/pki/apiserver.key" \
    --client-ca-file="$STATE/pki/ca.crt" \
    --service-account-key-file="$STATE/pki/service-account.pub" \
    --service-account-signing-key-file="$STATE/pki/service-account.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --allow-privileged --profiling=false \
    --audit-policy-file="$STATE/audit-policy.yaml" --audit-log-path="$(audit_log)" --audit-log-maxsize=200 --audit-log-maxbackup=1 \
    "$@"
}

audit_log() { printf '%s/log/audit.jsonl\n' "$STATE"; }

await_apiserver() {
  await 60 "the API server" "$(tool kubectl)" --kubeconfig="$KUBECONFIG_FILE" --request-timeout=2s get --raw /readyz || { check_daemons; return 1; }
}

# start_controllers SERVER: the controller manager and the scheduler, one of each.
start_controllers() {
  local name
  for name in kube-controller-manager kube-scheduler; do
    make_certificate "$name" "/CN=system:$name"
    write_kubeconfig "$STATE/pki/$name.kubeconfig" "$name" "$1" testbed
  done
  daemon kube-controller-manager "${ENTER[@]}" "$(tool kube-controller-manager)" --kubeconfig="$STATE/pki/kube-controller-manager.kubeconfig" \
    --use-service-account-credentials --leader-elect=false --profiling=false --cert-dir="$STATE/pki" \
    --service-account-private-key-file="$STATE/pki/service-account.key" --root-ca-file="$STATE/pki/ca.crt" \
    --cluster-signing-cert-file="$STATE/pki/ca.crt" --cluster-signing-key-file="$STATE/pki/ca.key" \
    --controllers='*,-nodeipam,-cloud-node-lifecycle-controller,-service-lb-controller,-node-route-controller' \
    --node-monitor-grace-period=20s --bind-address=127.0.0.1
  daemon kube-scheduler "${ENTER[@]}" "$(tool kube-scheduler)" --kubeconfig="$STATE/pki/kube-scheduler.kubeconfig" \
    --leader-elect=false --profiling=false --cert-dir="$STATE/pki" --bind-address=127.0.0.1
}
