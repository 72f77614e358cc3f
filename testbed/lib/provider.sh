# The interface of a provider: NAME_up, NAME_down, NAME_status, NAME_load_image and NAME_node, with these globals set:
# INSTANCE, STATE, KUBECONFIG_FILE (use_instance), and for up NODES, NODES_GIVEN and OWNER. up prints lines of key=value,
# among them instance and kubeconfig, and is harmless when the instance is up; down is when it is not.

use_provider() {
  case $1 in
    bare | kind | k3s) PROVIDER=$1 ;;
    *) die "TESTBED_PROVIDER is '$1': bare, kind or k3s" ;;
  esac
}

provider_up() { "${PROVIDER}_up"; }
provider_down() { "${PROVIDER}_down"; }
provider_status() { "${PROVIDER}_status"; }

# provider_node ACTION NODE: stop, start, isolate or join.
provider_node() {
  case $1 in
    stop | start | isolate | join) ;;
    *) die "node does not know '$1': stop, start, isolate, join or enter" ;;
  esac
  "${PROVIDER}_node" "$@"
}

# provider_load_image FILE_OR_DIRECTORY
provider_load_image() {
  local archives
  if [ -d "$1" ]; then
    mapfile -t archives < <(find "$1" -maxdepth 1 -name '*.tar' | sort)
    [ ${#archives[@]} -gt 0 ] || die "$1 holds no *.tar: name a folder of image archives"
  else
    [ -f "$1" ] || die "there is no file $1: name an image archive, or a folder of them"
    archives=("$1")
  fi
  "${PROVIDER}_load_image" "${archives[@]}"
}

# For providers that keep their clusters themselves: the instance's folder is the claim on its number.
claim_folder() {
  local number
  mkdir -p "$(state_root)"
  if [ "${TESTBED:-0}" = free ]; then
    for number in 1 2 3 4 5 6 7 8 9; do
      use_instance "$number"
      if mkdir "$STATE" 2>/dev/null; then return 0; fi
    done
    die "all instances 1 to 9 are taken: 'TESTBED=n testbed down' frees one"
  fi
  use_instance "${TESTBED:-0}"
  mkdir -p "$STATE"
}

print_instance() { printf 'instance=%s\nkubeconfig=%s\n' "$INSTANCE" "$KUBECONFIG_FILE"; }

need_command() { command -v "$1" >/dev/null || die "there is no command '$1': $2"; }
