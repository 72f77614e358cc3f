# Debian packages the testbed stands on, installed when missing.

# need_packages COMMAND:PACKAGE...: installs the packages whose command is not found.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    has_command "${pair%%:*}" || missing+=("${pair##*:}")
  done
  [ ${#missing[@]} = 0 ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing ${missing[*]}"
    if ! { apt-get install -y -q --no-install-recommends "${missing[@]}" ||
      { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; }; } >/dev/null 2>&1; then
      die "apt-get could not install ${missing[*]}: install them by hand and run this again"
    fi
  else
    die "missing ${missing[*]}: run 'apt-get install -y --no-install-recommends ${missing[*]}' as root (or your system's packages of these names)"
  fi
}

# A command on PATH, in the folders that only root has on its PATH, or an absolute path.
has_command() { [ -x "$1" ] || command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ]; }

need_cluster_packages() {
  need_packages containerd:containerd runc:runc /usr/lib/cni/bridge:containernetworking-plugins nft:nftables \
    ip:iproute2 nsenter:util-linux openssl:openssl flock:util-linux gcc:gcc jq:jq
}
