#!/usr/bin/env bash
# package.sh [BUILD_FOLDER] -- the installer for Windows: cross build, build/package/settled-VERSION-x64-setup.exe, and smoke.py on it
# unless SETTLED_NO_SMOKE is set. ./dev package windows calls it. Takes minutes, so ./dev test does not run it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export LC_ALL=C.UTF-8

die() {
    printf 'packaging: %s\n' "$*" >&2
    exit 2
}

export SETTLED_WINDOWS_PREFIX=${SETTLED_WINDOWS_PREFIX:-$PWD/build/windows-deps}
build=${1:-}
if [[ -z $build ]]; then
    build=build/windows
    packaging/windows/build_dependencies.sh "$SETTLED_WINDOWS_PREFIX"
    cmake --preset windows >/dev/null
    cmake --build --preset windows -j "${JOBS:-$(nproc)}"
fi
[[ -f $build/bin/settled.exe && -f $build/bin/libsettled_store.dll ]] || die "$build holds no settled.exe; build it first"

version=$(sed -n 's/^project(settled VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
out=build/package stage=build/package/windows
rm -rf "$stage"
mkdir -p "$stage/bin" "$stage/plugins" "$stage/share/settled/connectors/erp" "$stage/doc"

cp "$build/bin/settled.exe" "$build/bin/libsettled_store.dll" "$stage/bin/"
# One C++ runtime for the program and its plugins.
for library in libstdc++-6.dll libgcc_s_seh-1.dll; do cp "$(x86_64-w64-mingw32-g++-posix -print-file-name=$library)" "$stage/bin/"; done
cp /usr/x86_64-w64-mingw32/lib/libwinpthread-1.dll "$stage/bin/"
for plugin in "$build"/plugins/*.dll; do
    name=$(basename "$plugin" .dll)
    [[ -d plugins/$name || -d connectors/$name ]] || continue # of a test
    cp "$plugin" "$stage/plugins/"
done
x86_64-w64-mingw32-strip --strip-unneeded "$stage"/bin/*.exe "$stage"/bin/*.dll "$stage"/plugins/*.dll
cp -rL config "$stage/share/settled/config"
# This build makes no PDF, and a letter is not sent without what its procedure attaches: here they go as HTML alone.
sed -i 's/ attach = \["pdf"\],//' "$stage"/share/settled/config/procedures/*.toml
cp -r "$SETTLED_WINDOWS_PREFIX/share/tzdata" "$stage/share/settled/tzdata"
for connector in connectors/erp/*/; do # without the data of their tests
    while IFS= read -r file; do
        install -D -m 0644 "$connector$file" "$stage/share/settled/connectors/erp/$(basename "$connector")/$file"
    done < <(cd "$connector" && find . -type f -not -path './fixture*' -not -path './expected/*' | sed 's|^\./||' | sort)
done
for file in README.md README.zh-CN.md CHANGELOG.md LICENSE docs/*.md; do install -D -m 0644 "$file" "$stage/doc/$file"; done
find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

setup=$out/settled-$version-x64-setup.exe
makensis -V2 -INPUTCHARSET UTF8 "-DVERSION=$version" "-DSTAGE=$PWD/$stage" "-DOUT=$PWD/$setup" packaging/windows/settled.nsi >&2
printf '%s\n' "$setup"
[[ -n ${SETTLED_NO_SMOKE:-} ]] || python3 -B packaging/windows/smoke.py "$setup"
