# One instance of the testbed: its number, and the names and addresses that follow from it, so that
# several run side by side. The quick start is 0; tests take the first free one of 1 to 9.
#
# The lock of an instance is held by its etcd, which inherits the descriptor: it is free exactly when
# the instance is down or has crashed.

# use_instance NUMBER: sets the globals below.
use_instance() {
  [[ $1 =~ ^[0-9]$ ]] || die "TESTBED is '$1': a number from 0 to 9, or 'free'"
  INSTANCE=$1
  NAME=vctb$INSTANCE                    # of the cgroup, the machine's link, the prefix of namespaces
  STATE=$(state_root)/$INSTANCE
  NODE_NET=172.30.$INSTANCE             # /24: node K is .K+1, the machine .254
  POD_NET=10.$((200 + INSTANCE))        # /16: node K has .K.0/24
  SERVICE_NET=10.$((100 + INSTANCE)).0  # /16
  MACHINE=$NODE_NET.254
  NODE0_API=$NODE_NET.253               # the API server as node0's kubelet sees it, see isolate_node
  KUBECONFIG_FILE=$STATE/kubeconfig
}

lock_file() { printf '%s/%s.lock\n' "$(state_root)" "$1"; }

# take_instance NUMBER: holds the instance's lock on descriptor 8; false where another holds it.
take_instance() {
  mkdir -p "$(state_root)"
  exec 8>"$(lock_file "$1")"
  flock -n 8
}

release_instance() { exec 8>&-; }

# instance_running NUMBER
instance_running() {
  [ -e "$(lock_file "$1")" ] || return 1
  ! flock -n "$(lock_file "$1")" true
}

# Takes the first free instance of 1 to 9 and prints nothing: INSTANCE is set.
take_free_instance() {
  local number
  for number in 1 2 3 4 5 6 7 8 9; do
    if take_instance "$number"; then
      use_instance "$number"
      return 0
    fi
  done
  die "all instances 1 to 9 are taken: 'testbed list' shows them, 'TESTBED=n testbed down' frees one"
}

node_namespace() { printf '%s-%s\n' "$NAME" "$1"; }
node_number() { printf '%s\n' "${1#node}"; }
node_address() { printf '%s.%s\n' "$NODE_NET" "$(($(node_number "$1") + 1))"; }
node_pods() { printf '%s.%s\n' "$POD_NET" "$(node_number "$1")"; }
node_zone() { local zones=(a b c); printf 'zone-%s\n' "${zones[$(node_number "$1") % 3]}"; }
nodes() { local k; for ((k = 0; k < $(cat "$STATE/node-count"); k++)); do printf 'node%s\n' "$k"; done; }
