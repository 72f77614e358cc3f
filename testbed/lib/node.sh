# A node: containerd, kubelet and kube-proxy in the node's network namespace.

prepare_node() {
  local node=$1
  mkdir -p "$STATE/$node"
  make_cgroup "$NAME/$node"
  make_cgroup "$NAME/daemons-$node"
  write_containerd_config "$node"
  write_kubelet_config "$node"
  write_proxy_config "$node"
}

# node_daemon NODE NAME COMMAND...: in the node's network and cgroup.
node_daemon() { DAEMON_CGROUP=$NAME/daemons-$1 daemon "$2-$1" nsenter --net="$(namespace_file "$1")" "${@:3}"; }

start_containerd() { node_daemon "$1" containerd containerd --config "$STATE/$1/containerd.toml"; }

# The pause image must be there before the first pod.
start_kubelet() {
  local node=$1
  await 20 "containerd of $node" node_ctr "$node" version
  node_ctr "$node" images import "$(pause_image)" >/dev/null
  node_daemon "$node" kubelet "$(tool kubelet)" \
    --config="$STATE/$node/kubelet.yaml" --kubeconfig="$STATE/$node/kubeconfig" --root-dir="$STATE/$node/kubelet" \
    --cert-dir="$STATE/$node/pki" --hostname-override="$node" --node-ip="$(node_address "$node")" \
    --node-labels="topology.kubernetes.io/zone=$(node_zone "$node")"
}

# That of node0 belongs to the control plane, because the machine's way to the Services leads through it.
start_proxy() {
  if [ "$1" = node0 ]; then
    daemon kube-proxy-node0 "${ENTER[@]}" "$(tool kube-proxy)" --config="$STATE/node0/kube-proxy.yaml"
  else
    node_daemon "$1" kube-proxy "$(tool kube-proxy)" --config="$STATE/$1/kube-proxy.yaml"
  fi
}

await_node() {
  await 60 "node $1" "$(tool kubectl)" --kubeconfig="$KUBECONFIG_FILE" wait --for=condition=Ready "node/$1" --timeout=2s || { check_daemons; return 1; }
}

node_ctr() { ctr --address "$STATE/$1/containerd.sock" --namespace k8s.io "${@:2}"; }

write_containerd_config() {
  local folder=$STATE/$1
  mkdir -p "$folder/cni"
  cat >"$folder/containerd.toml" <<EOF
version = 2
root = "$folder/containerd"
state = "$folder/run"
[grpc]
  address = "$folder/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_NAME"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$folder/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
EOF
  cat >"$folder/cni/pods.conflist" <<EOF
{
  "cniVersion": "0.4.0",
  "name": "pods",
  "plugins": [
    {
      "type": "bridge",
      "bridge": "pods",
      "isGateway": true,
      "hairpinMode": true,
      "ipam": {
        "type": "host-local",
        "dataDir": "$folder/addresses",
        "ranges": [[{"subnet": "$(node_pods "$1").0/24"}]],
        "routes": [{"dst": "0.0.0.0/0"}]
      }
    }
  ]
}
EOF
}

# Restarts are quick, because tests kill pods by the dozen; evictions come only when the machine is about to fail.
write_kubelet_config() {
  local node=$1 folder=$STATE/$1 server=$API_SERVER
  [ "$node" != node0 ] || server=https://$NODE0_API:6443
  make_certificate "$node" "/O=system:nodes/CN=system:node:$node" "IP:$(node_address "$node"),DNS:$node"
  write_kubeconfig "$folder/kubeconfig" "$node" "$server" testbed
  # Pods must not inherit the machine's resolver.
  : >"$folder/resolv.conf"
  cat >"$folder/kubelet.yaml" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $(node_address "$node")
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: $STATE/pki/ca.crt}
authorization: {mode: Webhook}
tlsCertFile: $STATE/pki/$node.crt
tlsPrivateKeyFile: $STATE/pki/$node.key
containerRuntimeEndpoint: unix://$folder/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$NAME/$node
clusterDNS: [$NODE_NET.1]
clusterDomain: cluster.local
resolvConf: $folder/resolv.conf
podLogsDir: $folder/pod-logs
volumePluginDir: $folder/volume-plugins
failSwapOn: false
makeIPTablesUtilChains: false
registerNode: true
serializeImagePulls: true
nodeStatusReportFrequency: 1m
nodeStatusUpdateFrequency: 5s
shutdownGracePeriod: 0s
evictionHard:
  memory.available: 100Mi
  nodefs.available: 500Mi
  imagefs.available: 500Mi
imageGCHighThresholdPercent: 100
crashLoopBackOff: {maxContainerRestartPeriod: 1s}
featureGates:
  KubeletInUserNamespace: true
  KubeletCrashLoopBackOffMax: true
EOF
}

# With the pods' range known, traffic that the machine sends to a Service is masqueraded, so that its answer
# comes back through the node that translated it.
write_proxy_config() {
  local folder=$STATE/$1
  cat >"$folder/kube-proxy.yaml" <<EOF
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
hostnameOverride: $1
clusterCIDR: $POD_NET.0.0/16
clientConnection: {kubeconfig: $STATE/pki/kube-proxy.kubeconfig}
conntrack: {maxPerCore: 0}
bindAddress: $(node_address "$1")
EOF
}
