# Our images, built from the Containerfiles and kept by the content they are made of.

# Storage of our own: the machine's stays as it is, and vfs needs no kernel support.
build_store() {
  buildah --root "$(cache_root)/buildah/root" --runroot "$(cache_root)/buildah/run" --storage-driver vfs "$@"
}

# stage_NAME FOLDER: the files that the Containerfile of NAME copies.
stage_index-node() {
  local source=$TESTBED_HOME/../index-node platform jar
  platform="$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)"
  jar=$(echo "$source"/target/index-node-*.jar)
  need_files "index-node" "$source/bin/index-node" "$jar" "$source/target/lib" "$source/target/native/$platform/libvectorcluster_usearch.so"
  mkdir -p "$1/native" "$1/lib"
  cp -rL "$source/bin" "$1/"
  cp -L "$jar" "$source"/target/lib/*.jar "$1/lib/"
  cp -rL "$source/target/native/$platform" "$1/native/"
}

# What is done to the files of an image only when it is built.
prepare_index-node() { unpack_rocksdb "$(echo "$1"/lib/rocksdbjni-*.jar)" "$1/native"; }
prepare_operator() { :; }

# unpack_rocksdb JAR FOLDER: RocksDB would unpack its library on each start, which a read-only root refuses. The jar
# holds those of nine other platforms too, a quarter of the image, and goes on without them.
unpack_rocksdb() {
  local folder
  folder=$(mktemp -d)
  (cd "$folder" && "$JAVA_HOME/bin/jar" --extract --file "$1")
  mv "$folder/$(rocksdb_library)" "$2/"
  find "$folder" -maxdepth 1 -name 'librocksdbjni*' -delete
  "$JAVA_HOME/bin/jar" --create --file "$1" --date 2026-01-01T00:00:00Z --manifest "$folder/META-INF/MANIFEST.MF" -C "$folder" org
  rm -rf "$folder"
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

# The commit, with a mark where the tree differs from it.
image_commit() {
  local commit
  commit=$(git -C "$TESTBED_HOME" rev-parse --short HEAD 2>/dev/null || printf 'unknown')
  if [ -n "$(git -C "$TESTBED_HOME/.." status --porcelain --untracked-files=no 2>/dev/null)" ]; then commit+=-modified; fi
  printf '%s\n' "$commit"
}

image_tag() { printf '%s-%s\n' "$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$TESTBED_HOME/../pom.xml" | head -n 1)" "$(image_commit)"; }

# build_image MODULE: leaves the archive at target/images/MODULE.tar and notes the image's name beside it.
# The image has two tags: the version alone, and the version with the commit.
build_image() {
  local module=$1 target folder base hash content archive tag
  target=$TESTBED_HOME/../target/images
  tag=$(image_tag)
  folder=$(mktemp -d)
  "stage_$module" "$folder"
  base=${BASE_IMAGE:-$(base_image)}
  cp "$TESTBED_HOME/../$module/Containerfile" "$folder/"
  hash=$(content_hash "$folder" "$base $(hash_of testbed/lib/images.sh)")
  content=localhost/vectorcluster/$module:content-$hash
  archive=$(cache_root)/testbed-images/$module-$hash-$tag.tar
  mkdir -p "$(dirname "$archive")" "$target"
  if [ ! -f "$archive" ]; then
    if ! build_store inspect --type image "$content" >/dev/null 2>&1; then
      say "building the image of $module"
      forget_images "localhost/vectorcluster/$module"
      "prepare_$module" "$folder"
      build_store bud --quiet --isolation chroot --build-arg BASE_IMAGE="$base" --tag "$content" --file "$folder/Containerfile" "$folder" >/dev/null
    fi
    find "$(dirname "$archive")" -name "$module-*.tar*" -delete
    build_store push --quiet "$content" "docker-archive:$archive.part:docker.io/vectorcluster/$module:$tag" >/dev/null
    add_tag "$archive.part" "docker.io/vectorcluster/$module:${tag%-"$(image_commit)"}"
    mv "$archive.part" "$archive"
  fi
  rm -rf "$folder"
  ln -sfn "$archive" "$target/$module.tar"
  printf 'vectorcluster/%s:%s\n' "$module" "$tag" >"$target/$module.name"
}

# Names, contents and executable bits of the files, and what they stand on.
content_hash() {
  {
    (cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
    (cd "$1" && find . -type f -perm -u+x | sort)
    printf '%s\n' "$2"
  } | sha256sum | cut -c1-16
}

# add_tag ARCHIVE NAME: another name for the image in an archive, which buildah writes with one.
add_tag() {
  local folder
  folder=$(mktemp -d)
  tar -C "$folder" -xf "$1" manifest.json
  jq --compact-output --arg name "$2" '.[0].RepoTags += [$name]' "$folder/manifest.json" >"$folder/new"
  mv "$folder/new" "$folder/manifest.json"
  # The later entry of a name counts.
  tar -C "$folder" --append --file "$1" manifest.json
  rm -rf "$folder"
}

# Only the newest build of a module is kept: with vfs each is a whole copy.
forget_images() {
  local image
  for image in $(build_store images --quiet "$1" 2>/dev/null | sort -u); do
    build_store rmi --force "$image" >/dev/null 2>&1 || true
  done
}
