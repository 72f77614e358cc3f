# The base of our images where no registry is asked: the machine's own Debian release, essential packages only, and
# a Java runtime linked from the machine's JDK, laid out as the public image that the Containerfiles name.

# What the runtime holds: all of Java SE, and what servers ask for beside it.
JAVA_MODULES=java.se,jdk.unsupported,jdk.crypto.ec,jdk.crypto.cryptoki,jdk.management,jdk.jfr,jdk.net,jdk.zipfs,jdk.naming.dns,jdk.jcmd,jdk.httpserver,jdk.security.auth

# The machine's Debian release; another distribution gets the stable one.
debian_suite() {
  # shellcheck source=/dev/null
  (. /etc/os-release && [ "${ID:-}" = debian ] && printf '%s\n' "$VERSION_CODENAME") || printf 'bookworm\n'
}

# The package sources that the machine itself uses, so that a mirror set up there is used here too.
debian_sources() {
  local file
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    if [ -s "$file" ] && grep -q "$(debian_suite)" "$file"; then printf '%s\n' "$file" && return; fi
  done
}

# base_image: its name in our store, made on first use and kept.
base_image() {
  local name folder
  name=localhost/vectorcluster/base:$( (hash_of testbed/lib/base-image.sh; debian_suite; cat "$JAVA_HOME/release") | sha256sum | cut -c1-12)
  if ! build_store inspect --type image "$name" >/dev/null 2>&1; then
    need_packages mmdebstrap:mmdebstrap
    forget_images localhost/vectorcluster/base
    folder=$(mktemp -d)
    say "making the base image: Debian $(debian_suite) and $(sed -n 's/^IMPLEMENTOR_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release") (about half a minute, once)"
    make_base_root "$folder" || { rm -rf "$folder"; die "making the base image failed: set BASE_IMAGE to an image with Java 25 that you have"; }
    "$JAVA_HOME/bin/jlink" --add-modules "$JAVA_MODULES" --strip-debug --no-header-files --no-man-pages --compress=zip-6 --output "$folder/java"
    build_store bud --quiet --isolation chroot --tag "$name" --file - "$folder" >/dev/null <<'EOF'
FROM scratch
ADD root.tar /
COPY java /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
EOF
    rm -rf "$folder"
  fi
  printf '%s\n' "$name"
}

# Perl is needed while packages are installed, and then by nothing: without it the root has half the files.
make_base_root() {
  local sources
  mapfile -t sources < <(debian_sources)
  # shellcheck disable=SC2016
  mmdebstrap --quiet --variant=essential --include=libstdc++6,ca-certificates \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='rm -rf "$1"/usr/share/perl "$1"/usr/lib/*/perl' \
    "$(debian_suite)" "$1/root.tar" "${sources[@]}" >&2
}
