#!/usr/bin/env bash
# same.sh -- do the same sources give the same bytes? Builds the packages twice, as two people would: in folders of different names,
# with another mask of rights, another zone, from nothing, and compares. ./dev package same calls it. Exit status 1 where they differ.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

usage() {
    cat <<'TEXT'
usage: packaging/same.sh [REVISION] [FOLDER]

  REVISION  what is built (default HEAD: what is not committed is not looked at)
  FOLDER    where both are built and left; default: one that is removed at the end (2 GB)
TEXT
}
[[ ${1:-} != -h && ${1:-} != --help ]] || { usage && exit 0; }

revision=${1:-HEAD} work=${2:-}
if [[ -z $work ]]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$revision")
export SOURCE_DATE_EPOCH CCACHE_DISABLE=1 # what one left behind would be what the other finds

build() { # mask of rights, zone, folder
    local begun=$SECONDS
    mkdir -p "$3"
    git archive "$revision" | (
        umask "$1"
        cd "$3"
        export TZ=$2
        tar -xf - --no-same-permissions
        cmake --preset release -DSETTLED_TESTS=OFF -DSETTLED_BENCH=OFF >/dev/null
        cmake --build --preset release -j "${JOBS:-$(nproc)}" >build.log || { tail build.log >&2 && exit 2; }
        for kind in deb tar; do packaging/build.sh "$kind" build/release >/dev/null; done
    )
    printf 'packaging: %s is built, in %d s\n' "$3" $((SECONDS - begun)) >&2
}
one=$work/one other=$work/another_folder/with_a_longer_name
build 022 UTC "$one"
build 077 Asia/Shanghai "$other"

different=0
unpack() { # package, folder
    mkdir -p "$2"
    case $1 in
    *.deb) dpkg-deb -R "$1" "$2" ;;
    *) tar -xzf "$1" -C "$2" ;;
    esac
}
for made in "$one"/build/package/*.deb "$one"/build/package/*.tar.gz; do
    name=$(basename "$made") its_other=$other/build/package/$(basename "$made")
    if cmp -s "$made" "$its_other"; then
        printf '%s: the same %d bytes, sha256 %s\n' "$name" "$(stat -c %s "$made")" "$(sha256sum "$made" | cut -c1-16)"
        continue
    fi
    different=1
    printf '%s: different\n' "$name"
    unpack "$made" "$work/unpacked/one/$name" && unpack "$its_other" "$work/unpacked/other/$name"
    diff -rq "$work/unpacked/one/$name" "$work/unpacked/other/$name" || true
    diff <(cd "$work/unpacked/one/$name" && find . -printf '%M %p\n' | sort) <(cd "$work/unpacked/other/$name" && find . -printf '%M %p\n' | sort) || true
done
exit "$different"
