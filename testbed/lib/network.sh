# A network namespace per node, none with a route out. node0 holds a bridge that the other nodes and the
# machine join by veth pairs; the machine gets routes to the pods and Services of this instance only.

namespace_file() { printf '/var/run/netns/%s\n' "$(node_namespace "$1")"; }

# Not `ip netns exec`: it mounts /sys anew, which hides the cgroups from the kubelet.
in_node() { nsenter --net="$(namespace_file "$1")" "${@:2}"; }

# Another network that already uses our addresses would lose them without a word.
check_routes_free() {
  local taken
  taken=$(ip -4 route show root "$NODE_NET.0/24"; ip -4 route show root "$POD_NET.0.0/16"; ip -4 route show root "$SERVICE_NET.0/16")
  [ -z "$taken" ] || die "this machine already has a route into the addresses of instance $INSTANCE ($taken): take another with TESTBED=n"
}

make_network() {
  local node bridge_ns
  check_routes_free
  bridge_ns=$(node_namespace node0)
  for node in $(nodes); do
    ip netns add "$(node_namespace "$node")"
    in_node "$node" ip link set lo up
    in_node "$node" sysctl -q -w net.ipv4.ip_forward=1
  done
  # The API server wants a default route to find its address by; this one leads nowhere.
  in_node node0 ip link add node0 type bridge
  in_node node0 ip address add "$NODE_NET.1/24" dev node0
  in_node node0 ip address add "$NODE0_API/32" dev node0
  in_node node0 ip link set node0 up
  in_node node0 ip route add default dev node0
  for node in $(nodes); do
    [ "$node" = node0 ] || link_node "$node" "$bridge_ns"
  done
  ip link add "$NAME" type veth peer name machine netns "$bridge_ns"
  in_node node0 ip link set machine master node0 up
  ip address add "$MACHINE/24" dev "$NAME"
  ip link set "$NAME" up
  ip route add "$POD_NET.0.0/16" via "$NODE_NET.1"
  ip route add "$SERVICE_NET.0/16" via "$NODE_NET.1"
}

# link_node NODE BRIDGE_NAMESPACE: its uplink, and routes between its pods and those of the nodes before it.
link_node() {
  local node=$1 other
  in_node "$node" ip link add uplink type veth peer name "$node" netns "$2"
  in_node node0 ip link set "$node" master node0 up
  in_node "$node" ip address add "$(node_address "$node")/24" dev uplink
  in_node "$node" ip link set uplink up
  in_node "$node" ip route add default via "$NODE_NET.1"
  for other in $(nodes); do
    [ "$other" != "$node" ] || break
    in_node "$other" ip route add "$(node_pods "$node").0/24" via "$(node_address "$node")"
    in_node "$node" ip route add "$(node_pods "$other").0/24" via "$(node_address "$other")"
  done
}

# Links and routes go with the namespace that holds their other end.
remove_network() {
  local namespace
  ip link show "$NAME" >/dev/null 2>&1 && ip link delete "$NAME"
  for namespace in $(ip netns list | cut -d' ' -f1 | grep -E "^$NAME-" || true); do
    ip netns delete "$namespace"
  done
}
