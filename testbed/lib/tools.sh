# The upstream binaries: which Go module pins each, how it is built, where it lies.
# One module per upstream, because their own dependencies contradict each other.

tool_names() {
  printf '%s\n' etcd kube-apiserver kubectl kube-controller-manager kube-scheduler kubelet kube-proxy coredns helm
}

tool_module() {
  case $1 in
    etcd | coredns | helm) printf '%s\n' "$1" ;;
    kube*) printf 'kubernetes\n' ;;
    *) die "no tool is called $1: one of $(tool_names | tr '\n' ' ')" ;;
  esac
}

tool_package() {
  case $1 in
    etcd) printf 'go.etcd.io/etcd/server/v3\n' ;;
    coredns) printf 'github.com/coredns/coredns\n' ;;
    helm) printf 'helm.sh/helm/v3/cmd/helm\n' ;;
    *) printf 'k8s.io/kubernetes/cmd/%s\n' "$1" ;;
  esac
}

# The version of the module that holds the tool, as go.mod pins it.
tool_version() {
  local path
  case $1 in
    etcd) path=go.etcd.io/etcd/server/v3 ;;
    coredns) path=github.com/coredns/coredns ;;
    helm) path=helm.sh/helm/v3 ;;
    *) path=k8s.io/kubernetes ;;
  esac
  awk -v path="$path" '$1 == path { print $2; exit } $2 == path && $1 == "require" { print $3; exit }' \
    "$TESTBED_HOME/tools/$(tool_module "$1")/go.mod"
}

# The Kubernetes binaries say their version; unstamped, the kubelet would report v0.0.0 and clients would refuse it.
tool_link_flags() {
  local version package flags='-s -w'
  if [ "$(tool_module "$1")" = kubernetes ]; then
    version=$(tool_version "$1")
    for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
      flags+=" -X $package.gitVersion=$version"
      flags+=" -X $package.gitMajor=$(cut -d. -f1 <<<"${version#v}")"
      flags+=" -X $package.gitMinor=$(cut -d. -f2 <<<"$version")"
    done
  fi
  printf '%s\n' "$flags"
}

# Keyed by all that decides the binary: the pinned modules with their checksums, and the recipe above.
tool_folder() {
  local module
  module=$(tool_module "$1")
  printf '%s/tools/%s-%s-%s\n' "$(cache_root)" "$module" "$(tool_version "$1")" \
    "$(hash_of testbed/tools/"$module"/go.{mod,sum} testbed/lib/tools.sh)"
}

# The path of a built tool; refuses where it is missing.
tool() {
  local path
  path=$(tool_folder "$1")/$1
  [ -x "$path" ] || die "$1 is not built: run testbed/bin/build-tools first (about ten minutes on two cores, once)"
  printf '%s\n' "$path"
}
