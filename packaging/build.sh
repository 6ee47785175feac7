#!/usr/bin/env bash
# build.sh -- packages of settled: for Debian, for RPM systems, or a tar.gz that runs from any folder. ./dev package calls it.
# The same sources give the same bytes: times are those of the commit, owners are root, rights do not depend on who builds.
# packaging/same.sh looks whether it is so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8
umask 022
export DPKG_DEB_THREADS_MAX=1 # else the bytes depend on how many processors compress them

usage() {
    cat <<'TEXT'
usage: packaging/build.sh [deb|tar|rpm] [BUILD_FOLDER]
       packaging/build.sh tree FOLDER [BUILD_FOLDER]

  deb   build/package/settled_VERSION_ARCHITECTURE.deb (the default)
  tar   build/package/settled-VERSION-ARCHITECTURE.tar.gz: unpack anywhere, run bin/settled
  rpm   build/package/settled-VERSION-1.ARCHITECTURE.rpm, by packaging/rpm/settled.spec; unpacked and looked at
  tree  what a package holds, as it lies below / (FOLDER), for a packager's own tools
  BUILD_FOLDER   where everything is built already; default: build/release, built first
TEXT
}

die() {
    printf 'packaging: %s\n' "$*" >&2
    exit 2
}

kind=${1:-deb} tree=
if [[ $kind == tree ]]; then
    tree=${2:?packaging/build.sh tree FOLDER}
    shift
fi
build=${2:-}
case $kind in
deb | tar | rpm | tree) ;;
-h | --help | help)
    usage
    exit 0
    ;;
*) usage >&2 && die "unknown kind of package: $kind" ;;
esac
if [[ -z $build ]]; then
    build=build/release
    cmake --preset release >/dev/null
    cmake --build --preset release >&2 # what this prints is the package's name
fi
[[ -x $build/bin/settled && -f $build/lib/libsettled_store.so ]] || die "$build holds no settled; build it first"

version=$("$build/bin/settled" --version | awk '{ print $2 }')
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
out=build/package stage=build/package/stage
[[ $kind == tree ]] || {
    rm -rf "$stage"
    mkdir -p "$stage"
}

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
        install -D -m 0644 "$file" "$usr/share/doc/settled/$file" # docs/README.md is not the README
    done
    # The program's own lists of commands and settings: printed by itself, for no other plugins than those that are packaged.
    mkdir -p "$usr/share/man/man1" "$usr/share/man/man5" "$usr/share/man/zh_CN/man5"
    "$usr/bin/settled" manual commands >"$usr/share/man/man1/settled.1"
    "$usr/bin/settled" manual configuration --language en >"$usr/share/man/man5/settled.toml.5"
    "$usr/bin/settled" manual configuration --language zh-CN >"$usr/share/man/zh_CN/man5/settled.toml.5"
    install -D -m 0644 packaging/man/settled.service.8 "$usr/share/man/man8/settled.service.8"
    find "$usr/share/man" -type f -exec gzip -9n {} +
    local shell
    for shell in bash-completion/completions/settled zsh/vendor-completions/_settled fish/vendor_completions.d/settled.fish; do
        mkdir -p "$(dirname "$usr/share/$shell")"
        "$build/bin/settled" completion "${shell%%[-/]*}" >"$usr/share/$shell"
    done
}

# Rights as well: those of the sources are the mask's of whoever checked them out.
same_everywhere() {
    chmod -R u=rwX,go=rX "$stage"
    find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

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
        -e "s|@SIZE@|$(find "$stage" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')|" packaging/debian/control.in >"$stage/DEBIAN/control"
    for script in postinst prerm postrm; do install -m 0755 "packaging/debian/$script" "$stage/DEBIAN/$script"; done
    printf '/etc/default/settled\n' >"$stage/DEBIAN/conffiles"
    same_everywhere
    dpkg-deb --root-owner-group -Zxz --build "$stage" "$out/settled_${version}_${architecture}.deb" >/dev/null
    printf '%s\n' "$out/settled_${version}_${architecture}.deb"
}

package_tar() {
    local name=settled-$version-$architecture
    install_program "$stage/$name"
    same_everywhere
    tar --sort=name --owner=0 --group=0 --numeric-owner -C "$stage" -cf - "$name" | gzip -9n >"$out/$name.tar.gz"
    printf '%s\n' "$out/$name.tar.gz"
}

package_tree() {
    install_program "$tree/usr"
    install -D -m 0644 packaging/debian/default "$tree/etc/default/settled"
    install -d "$tree/etc/settled/secrets" "$tree/var/lib/settled" "$tree/var/log/settled"
}

package_rpm() {
    command -v rpmbuild >/dev/null || die "rpmbuild is not there; on Debian it is in the package rpm"
    local top=$PWD/build/package/rpm made unpacked=build/package/rpm/unpacked
    rm -rf "$top"
    # Its database of packages is empty on Debian: what is needed is in the package, but not looked for here.
    rpmbuild -bb --nodeps --quiet --define "_topdir $top" --define "settled_version $version" --define "settled_source $PWD" \
        --define "settled_build $build" --define "_rpmdir $top" --define '_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm' \
        packaging/rpm/settled.spec >"$out/rpmbuild.log" 2>&1 || {
        tail "$out/rpmbuild.log" >&2
        die "rpmbuild failed"
    }
    made=$(find "$top" -maxdepth 1 -name '*.rpm')
    mkdir -p "$unpacked"
    rpm2cpio "$made" | (cd "$unpacked" && cpio -idm --quiet)
    [[ $("$unpacked/usr/bin/settled" --version) == "settled $version" ]] || die "the program in $made does not run"
    printf 'packaging: %d files, %d plugins are read by the program in the rpm\n' "$(find "$unpacked" -type f | wc -l)" \
        "$("$unpacked/usr/bin/settled" plugins --format json | grep -o '"plugin":' | wc -l)" >&2
    mv "$made" "$out/"
    printf '%s\n' "$out/$(basename "$made")"
}

"package_$kind"
