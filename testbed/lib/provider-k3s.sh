# The provider for machines with Docker alone: K3s in a container per node. Services are reached by port-forward;
# there is no audit log. K3S_IMAGE names another image.

k3s_container() { printf 'vectorcluster-%s-%s\n' "$INSTANCE" "$1"; }
k3s_containers() { docker ps --all --quiet --filter "label=vectorcluster-testbed=$INSTANCE"; }

k3s_up() {
  local k first token
  need_command docker "install Docker, or use TESTBED_PROVIDER=bare"
  claim_folder
  first=$(k3s_container node0)
  if [ -n "$(k3s_containers)" ]; then
    say "instance $INSTANCE is up already"
  else
    token=$(openssl rand -hex 16)
    docker network create "vectorcluster-$INSTANCE" >&2
    k3s_run node0 "$token" --publish 127.0.0.1::6443 -- server --node-name node0 --tls-san 127.0.0.1 --disable traefik --disable metrics-server
    for ((k = 1; k < NODES; k++)); do
      k3s_run "node$k" "$token" --env "K3S_URL=https://$first:6443" -- agent --node-name "node$k"
    done
    await 120 "K3s" k3s_ready || die "K3s does not start: see 'docker logs $first', then 'testbed down'"
    watch_owner "$OWNER" down
  fi
  docker exec "$first" cat /etc/rancher/k3s/k3s.yaml |
    sed "s|server: .*|server: https://$(docker port "$first" 6443/tcp | head -n 1)|" >"$KUBECONFIG_FILE"
  chmod 600 "$KUBECONFIG_FILE"
  print_instance
}

# k3s_run NODE TOKEN DOCKER_OPTIONS... -- ARGUMENTS...
k3s_run() {
  local node=$1 token=$2 options=()
  shift 2
  while [ "$1" != -- ]; do options+=("$1") && shift; done
  shift
  docker run --detach --name "$(k3s_container "$node")" --hostname "$node" --network "vectorcluster-$INSTANCE" \
    --label "vectorcluster-testbed=$INSTANCE" --privileged --tmpfs /run --tmpfs /var/run --env "K3S_TOKEN=$token" \
    "${options[@]}" "${K3S_IMAGE:-rancher/k3s:v1.34.1-k3s1}" "$@" --node-label "topology.kubernetes.io/zone=$(node_zone "$node")" >&2
}

k3s_ready() {
  [ "$(docker exec "$(k3s_container node0)" kubectl get nodes --no-headers | grep -cw Ready)" = "$NODES" ]
}

k3s_down() {
  local containers
  need_command docker "start Docker again to remove what it runs"
  [ "${KEEP_DAEMON:-}" = owner ] || stop_daemon owner
  mapfile -t containers < <(k3s_containers)
  if [ ${#containers[@]} -gt 0 ]; then
    docker rm --force --volumes "${containers[@]}" >&2
    docker network rm "vectorcluster-$INSTANCE" >&2
  fi
  rm -rf "$STATE"
}

k3s_status() {
  [ -n "$(k3s_containers)" ] || { say "instance $INSTANCE is not running"; return 1; }
  docker exec "$(k3s_container node0)" kubectl get nodes
}

k3s_load_image() {
  local archive container
  for archive in "$@"; do
    for container in $(k3s_containers); do
      docker exec --interactive "$container" ctr --namespace k8s.io images import - <"$archive" >&2
    done
  done
}

k3s_node() { die "the provider k3s cannot $1 nodes: use TESTBED_PROVIDER=bare"; }
