#!/usr/bin/env bash
# build.sh -- packages of settled: a Debian package, or a tar.gz that runs from any folder. ./dev package calls it.
# The same sources give the same bytes: times are those of the commit, owners are root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

usage() {
    cat <<'TEXT'
usage: packaging/build.sh [deb|tar] [BUILD_FOLDER]

  deb   build/package/settled_VERSION_ARCHITECTURE.deb (the default)
  tar   build/package/settled-VERSION-ARCHITECTURE.tar.gz: unpack anywhere, run bin/settled
  BUILD_FOLDER   where everything is built already; default: build/release, built first
TEXT
}

die() {
    printf 'packaging: %s\n' "$*" >&2
    exit 2
}

kind=${1:-deb} build=${2:-}
case $kind in
deb | tar) ;;
-h | --help | help)
    usage
    exit 0
    ;;
*) usage >&2 && die "unknown kind of package: $kind" ;;
esac
if [[ -z $build ]]; then
    build=build/release
    cmake --preset release >/dev/null
    cmake --build --preset release
fi
[[ -x $build/bin/settled && -f $build/lib/libsettled_store.so ]] || die "$build holds no settled; build it first"

version=$("$build/bin/settled" --version | awk '{ print $2 }')
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
out=build/package stage=build/package/stage
rm -rf "$stage"
mkdir -p "$stage"

# bin, lib and share as the program looks for them; $1: the folder that stands for /usr.
install_program() {
    local usr=$1 plugin connector file
    install -D -m 0755 "$build/bin/settled" "$usr/bin/settled"
    install -D -m 0644 "$build/lib/libsettled_store.so" "$usr/lib/settled/libsettled_store.so"
    for plugin in "$build"/plugins/*.so; do
        [[ -d plugins/$(basename "$plugin" .so) || -d connectors/$(basename "$plugin" .so) ]] || continue # of a test
        install -D -m 0644 "$plugin" "$usr/lib/settled/plugins/$(basename "$plugin")"
    done
    find "$usr" -type f \( -name '*.so' -o -name settled \) -exec strip --strip-unneeded {} +
    mkdir -p "$usr/share/settled/connectors"
    cp -rL config "$usr/share/settled/config"
    for connector in connectors/erp/*/; do # without the data of their tests
        while IFS= read -r file; do
            install -D -m 0644 "$connector$file" "$usr/share/settled/connectors/erp/$(basename "$connector")/$file"
        done < <(cd "$connector" && find . -type f -not -path './fixture*' -not -path './expected/*' | sed 's|^\./||' | sort)
    done
    for file in README.md README.zh-CN.md CHANGELOG.md LICENSE docs/*.md; do
        install -D -m 0644 "$file" "$usr/share/doc/settled/$(basename "$file")"
    done
    install -D -m 0644 packaging/man/settled.1 "$usr/share/man/man1/settled.1"
    gzip -9n "$usr/share/man/man1/settled.1"
}

same_times() { find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

package_deb() {
    install_program "$stage/usr"
    install -D -m 0644 packaging/systemd/settled.service "$stage/lib/systemd/system/settled.service"
    install -D -m 0644 packaging/debian/default "$stage/etc/default/settled"
    install -d -m 0755 "$stage/DEBIAN"
    # What the binaries need by name; dpkg-shlibdeps wants a source package around it.
    local work=build/package/shlibs depends
    rm -rf "$work" && mkdir -p "$work/debian"
    printf 'Source: settled\n\nPackage: settled\nArchitecture: any\n' >"$work/debian/control"
    mapfile -t binaries < <(find "$PWD/$stage/usr" -type f \( -name '*.so' -o -path '*/bin/settled' \))
    depends=$(cd "$work" && dpkg-shlibdeps -O --ignore-missing-info "${binaries[@]}" 2>/dev/null | sed 's/^shlibs:Depends=//')
    [[ -n $depends ]] || die "dpkg-shlibdeps found nothing; is dpkg-dev installed?"
    sed -e "s|@VERSION@|$version|" -e "s|@ARCHITECTURE@|$architecture|" -e "s|@DEPENDS@|$depends|" \
        -e "s|@SIZE@|$(du -sk "$stage" | cut -f1)|" packaging/debian/control.in >"$stage/DEBIAN/control"
    for script in postinst prerm postrm; do install -m 0755 "packaging/debian/$script" "$stage/DEBIAN/$script"; done
    printf '/etc/default/settled\n' >"$stage/DEBIAN/conffiles"
    same_times
    dpkg-deb --root-owner-group -Zxz --build "$stage" "$out/settled_${version}_${architecture}.deb" >/dev/null
    printf '%s\n' "$out/settled_${version}_${architecture}.deb"
}

package_tar() {
    local name=settled-$version-$architecture
    install_program "$stage/$name"
    same_times
    tar --sort=name --owner=0 --group=0 --numeric-owner -C "$stage" -cf - "$name" | gzip -9n >"$out/$name.tar.gz"
    printf '%s\n' "$out/$name.tar.gz"
}

"package_$kind"
