# What every script of the testbed shares: messages, folders, and refusals that name the remedy.
# Sourced, never run. Expects `set -euo pipefail` and TESTBED_HOME (the folder of this module).

say() { printf '%s\n' "$*" >&2; }
die() { printf 'testbed: %s\n' "$*" >&2; exit 1; }

# Tools and images are kept across runs and across clones.
cache_root() { printf '%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}/vectorcluster"; }

# What a running instance keeps: everything below it goes with `down`.
state_root() {
  if [ -n "${TESTBED_STATE:-}" ]; then
    printf '%s\n' "$TESTBED_STATE"
  elif [ "$(id -u)" = 0 ]; then
    printf '/var/lib/vectorcluster-testbed\n'
  else
    printf '%s\n' "$(cache_root)/testbed-state"
  fi
}

need_root() {
  [ "$(id -u)" = 0 ] || die "$1 needs root (network namespaces, mounts and cgroups): run it as root, or set KUBECONFIG to a cluster of yours"
}

# await SECONDS WHAT COMMAND...: polls five times a second until the command succeeds.
await() {
  local seconds=$1 what=$2 tries
  shift 2
  for ((tries = seconds * 5; tries > 0; tries--)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.2
  done
  say "testbed: $what is not there after $seconds s"
  return 1
}

# hash_of FILE...: 12 hexadecimal digits over names and contents.
hash_of() { (cd "$TESTBED_HOME/.." && sha256sum -- "$@") | sha256sum | cut -c1-12; }
