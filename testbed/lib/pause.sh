# The image of a pod's sandbox: one static program that waits and reaps. No registry is asked for it.

PAUSE_NAME=localhost/vectorcluster-testbed/pause:1

# The path of its archive, made on first use. C, because a static binary of ten lines needs nothing else in
# the image: a shell's `sleep` as process 1 would ignore SIGTERM, and each pod's end would take its grace period.
pause_image() {
  local archive folder
  archive=$(cache_root)/testbed-images/pause-$(hash_of testbed/lib/pause.sh).tar
  if [ ! -f "$archive" ]; then
    folder=$(mktemp -d)
    mkdir -p "$folder/root" "$(dirname "$archive")"
    gcc -O1 -static -x c -o "$folder/root/pause" - <<'EOF'
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
static void end(int signal) { (void)signal; _exit(0); }
static void reap(int signal) { (void)signal; while (waitpid(-1, 0, WNOHANG) > 0) {} }
int main(void) {
  signal(SIGTERM, end);
  signal(SIGINT, end);
  signal(SIGCHLD, reap);
  for (;;) pause();
}
EOF
    archive_image "$folder" "$PAUSE_NAME" '["/pause"]' >"$archive.part"
    mv "$archive.part" "$archive"
    rm -rf "$folder"
  fi
  printf '%s\n' "$archive"
}

# archive_image FOLDER NAME ENTRYPOINT: FOLDER/root as an image of one layer, in Docker's archive format, on standard output.
archive_image() {
  tar -C "$1/root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$1/layer.tar" .
  printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":%s},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(go_architecture)" "$3" "$(sha256sum "$1/layer.tar" | cut -d' ' -f1)" >"$1/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$2" >"$1/manifest.json"
  tar -C "$1" --mtime=@0 --owner=0 --group=0 --numeric-owner -c manifest.json config.json layer.tar
}

# The name images use for this machine's processor.
go_architecture() {
  case $(uname -m) in
    x86_64) printf 'amd64\n' ;;
    aarch64) printf 'arm64\n' ;;
    *) die "no image is made for $(uname -m): amd64 and arm64 are known" ;;
  esac
}
