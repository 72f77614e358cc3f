# CoreDNS as a process on the first node's address: kube-proxy rejects a ClusterIP without a Service, and a
# pod for it would cost an image. Nothing is forwarded: the cluster has no way out.

start_dns() {
  make_certificate coredns "/CN=system:coredns"
  write_kubeconfig "$STATE/pki/coredns.kubeconfig" coredns "$API_SERVER" testbed
  cat >"$STATE/Corefile" <<EOF
.:53 {
  bind $NODE_NET.1
  errors
  kubernetes cluster.local in-addr.arpa {
    kubeconfig $STATE/pki/coredns.kubeconfig
    pods insecure
    ttl 2
  }
}
EOF
  "$(tool kubectl)" --kubeconfig="$KUBECONFIG_FILE" apply -f - >/dev/null <<'EOF'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: testbed-coredns}
rules:
  - {apiGroups: [""], resources: [endpoints, services, pods, namespaces], verbs: [list, watch]}
  - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: testbed-coredns}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: testbed-coredns}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "system:coredns"}]
EOF
  daemon coredns "${ENTER[@]}" "$(tool coredns)" -conf "$STATE/Corefile"
}
