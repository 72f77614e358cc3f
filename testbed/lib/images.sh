# Our images, built from the Containerfiles and kept by the content they are made of.

# Storage of our own: the machine's stays as it is, and vfs needs no kernel support.
build_store() {
  buildah --root "$(cache_root)/buildah/root" --runroot "$(cache_root)/buildah/run" --storage-driver vfs "$@"
}

# stage_NAME FOLDER: the files that the Containerfile of NAME copies.
stage_index-node() {
  local source=$TESTBED_HOME/../index-node platform
  platform="$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)"
  need_files "index-node" "$source/bin/index-node" "$source"/target/lib/*.jar "$source/target/native/$platform"/libvectorcluster_usearch.so
  mkdir -p "$1/native"
  cp -rL "$source/bin" "$source/target/lib" "$1/"
  cp -rL "$source/target/native/$platform" "$1/native/"
  # RocksDB would unpack its library on each start, which a read-only root refuses.
  if ! compgen -G "$1/native/$platform/librocksdbjni*.so" >/dev/null; then
    (cd "$1/native/$platform" && "$JAVA_HOME/bin/jar" --extract --file "$(echo "$1"/lib/rocksdbjni-*.jar)" "$(rocksdb_library)")
  fi
}

# RocksDB's own names for the platforms.
rocksdb_library() {
  case $(go_architecture) in
    amd64) printf 'librocksdbjni-linux64.so\n' ;;
    arm64) printf 'librocksdbjni-linux-aarch64.so\n' ;;
  esac
}

stage_operator() {
  local source=$TESTBED_HOME/../operator/target/quarkus-app
  need_files "operator" "$source/quarkus-run.jar"
  cp -rL "$source" "$1/quarkus-app"
}

# need_files MODULE FILE...
need_files() {
  local file module=$1
  shift
  for file in "$@"; do
    [ -e "$file" ] || die "$file is missing: run 'make build' first, it packages $module"
  done
}

# The version of the product and the commit, with a mark where the tree differs from it.
image_tag() {
  local version commit
  version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$TESTBED_HOME/../pom.xml" | head -n 1)
  commit=$(git -C "$TESTBED_HOME" rev-parse --short HEAD 2>/dev/null || printf 'unknown')
  if [ -n "$(git -C "$TESTBED_HOME/.." status --porcelain --untracked-files=no 2>/dev/null)" ]; then commit+=-modified; fi
  printf '%s-%s\n' "$version" "$commit"
}

# build_image MODULE: prints "MODULE=NAME:TAG" and leaves the archive at target/images/MODULE.tar.
build_image() {
  local module=$1 name folder base hash content archive
  name=vectorcluster/$module:$(image_tag)
  folder=$(mktemp -d)
  "stage_$module" "$folder"
  base=${BASE_IMAGE:-$(base_image)}
  cp "$TESTBED_HOME/../$module/Containerfile" "$folder/"
  # shellcheck disable=SC2094
  hash=$( (cd "$folder" && find . -type f -print0 | sort -z | xargs -0 sha256sum; find "$folder" -perm -u+x -printf '%P\n' | sort; echo "$base") | sha256sum | cut -c1-16)
  content=localhost/vectorcluster/$module:content-$hash
  archive=$(cache_root)/testbed-images/$module-$hash-${name##*:}.tar
  mkdir -p "$(dirname "$archive")" "$TESTBED_HOME/../target/images"
  if [ ! -f "$archive" ]; then
    if ! build_store inspect --type image "$content" >/dev/null 2>&1; then
      say "building the image of $module"
      forget_images "localhost/vectorcluster/$module"
      build_store bud --quiet --isolation chroot --build-arg BASE_IMAGE="$base" --tag "$content" --file "$folder/Containerfile" "$folder" >/dev/null
    fi
    find "$(dirname "$archive")" -name "$module-*.tar*" -delete
    build_store push --quiet "$content" "docker-archive:$archive.part:docker.io/$name" >/dev/null
    mv "$archive.part" "$archive"
  fi
  rm -rf "$folder"
  ln -sfn "$archive" "$TESTBED_HOME/../target/images/$module.tar"
  printf '%s=%s\n' "$module" "$name"
}

# Only the newest build of a module is kept: with vfs each is a whole copy.
forget_images() {
  local image
  for image in $(build_store images --quiet "$1" 2>/dev/null | sort -u); do
    build_store rmi --force "$image" >/dev/null 2>&1 || true
  done
}
