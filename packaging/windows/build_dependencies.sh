#!/usr/bin/env bash
# build_dependencies.sh PREFIX [WORK] -- the libraries that the agent links on Windows, cross-built from Debian's sources.
#
# Leaves static libraries, headers and CMake packages below PREFIX; where they are of this very script already, nothing is
# done. The versions are those of Debian 12, whose security updates come with the next run. WORK holds sources and build
# trees (about 0.5 GB) and may be removed afterwards.
# Needs the packages of `windows_packages` in ./dev.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
prefix=$(realpath -m "${1:?usage: build_dependencies.sh PREFIX [WORK]}")
work=$(realpath -m "${2:-$prefix.work}")
jobs=${JOBS:-2}
export LC_ALL=C.UTF-8

say() { printf 'dependencies: %s\n' "$*" >&2; }

stamp=$prefix/.built_by_$(cat "$here/build_dependencies.sh" "$here/mingw_w64.cmake" | sha256sum | cut -c1-16)
[[ ! -e $stamp ]] || {
    say "$prefix is up to date"
    exit 0
}
mkdir -p "$work/source" "$work/log" "$work/apt/parts" "$work/apt/lists/partial" "$prefix/include" "$prefix/lib"
rm -f "$prefix"/.built_by_*

# ---- sources ----------------------------------------------------------------------------------------
# A list of sources of our own: those of the machine are left as they are.
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 '/debian/*$')}
cat >"$work/apt/parts/source.sources" <<TEXT
Types: deb-src
URIs: $mirror
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
TEXT
apt=(apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/apt/parts"
    -o "Dir::State::lists=$work/apt/lists" -o APT::Sandbox::User=root)
source_packages=(curl fmtlib googletest howardhinnant-date libxlsxwriter libzip nlohmann-json3 pugixml soci spdlog sqlite3 tzdata utf8proc)
source_of() {
    local folder
    for folder in "$work/source/$1"-[0-9]*/; do
        [[ ! -d $folder ]] || {
            printf '%s\n' "${folder%/}"
            return
        }
    done
}
cd "$work/source"
wanted=()
for package in "${source_packages[@]}"; do
    [[ -n $(source_of "$package") ]] || wanted+=("$package")
done
if ((${#wanted[@]})); then
    say "fetching ${#wanted[@]} source packages"
    "${apt[@]}" update
    "${apt[@]}" source "${wanted[@]}" >"$work/log/apt-source.log" 2>&1 || {
        tail "$work/log/apt-source.log" >&2
        exit 1
    }
fi

# Header-only libraries are this machine's; a link of its own for each, because the cross compiler must not see /usr/include.
for header in boost toml++ CLI; do
    [[ -d /usr/include/$header ]] || {
        say "/usr/include/$header is not there; install windows_packages of ./dev"
        exit 2
    }
    ln -sfn "/usr/include/$header" "$prefix/include/$header"
done

# ---- building ---------------------------------------------------------------------------------------
TIMEFORMAT='%0R s (%0U s of processor time)'
timed() { # NAME COMMAND…: its output goes to a log, its time to the screen
    local name=$1 log=$work/log/$1.log took
    shift
    if took=$({ time "$@" >"$log" 2>&1; } 2>&1); then
        say "$name: ${took##*$'\n'}"
    else
        say "$name failed; the end of $log:"
        tail -n 30 "$log" >&2
        return 1
    fi
}

build_with_cmake() { # NAME SOURCE OPTION…
    local name=$1 source=$2
    shift 2
    cmake -S "$source" -B "$work/build/$name" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_TOOLCHAIN_FILE="$here/mingw_w64.cmake" -DSETTLED_WINDOWS_PREFIX="$prefix" \
        -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF "$@" || return
    cmake --build "$work/build/$name" -j "$jobs" || return
    cmake --install "$work/build/$name"
}
library() { timed "$1" build_with_cmake "$1" "$(source_of "$1")" "${@:2}"; }

build_sqlite() { # Debian keeps SQLite as its parts: configure and make put them together to one file
    local source folder=$work/build/sqlite3
    source=$(source_of sqlite3)
    mkdir -p "$folder"
    cd "$folder"
    if [[ ! -e sqlite3.c ]]; then
        "$source/configure" --quiet --disable-tcl --disable-readline || return
        make sqlite3.c sqlite3ext.h || return
    fi
    x86_64-w64-mingw32-gcc-posix -O2 -D_WIN32_WINNT=0x0A00 -DSQLITE_THREADSAFE=1 -DSQLITE_DQS=0 \
        -DSQLITE_ENABLE_COLUMN_METADATA -c sqlite3.c -o sqlite3.o || return
    rm -f "$prefix/lib/libsqlite3.a"
    x86_64-w64-mingw32-gcc-ar-posix rcs "$prefix/lib/libsqlite3.a" sqlite3.o || return
    cp sqlite3.h sqlite3ext.h "$prefix/include/"
}

# The zone rules as the agency publishes them, which is what the library `date` reads. It wants a list of Windows' own names for
# zones too, which nobody here asks for.
copy_time_zones() {
    local source folder=$prefix/share/tzdata
    source=$(source_of tzdata)
    mkdir -p "$folder"
    local part # without comments that are indented, which the library takes for rules
    for part in africa antarctica asia australasia backward etcetera europe northamerica southamerica leapseconds; do
        sed '/^[[:space:]]\+#/d' "$source/$part" >"$folder/$part" || return
    done
    sed -n 's/^Release \([0-9a-z]*\) .*/\1/p;T;q' "$source/NEWS" >"$folder/version"
    printf '<mapTimezones >\n</mapTimezones>\n' >"$folder/windowsZones.xml"
    [[ -s $folder/version ]]
}

# Two lanes side by side, because most of the time is one processor asking the compiler what it can do.
lane_of_networks() {
    library curl -DBUILD_CURL_EXE=OFF -DCURL_USE_SCHANNEL=ON -DCURL_USE_OPENSSL=OFF -DCURL_USE_LIBSSH2=OFF \
        -DCURL_USE_LIBPSL=OFF -DUSE_LIBIDN2=OFF -DUSE_WIN32_IDN=ON -DENABLE_UNICODE=ON -DCURL_ZLIB=ON -DCURL_BROTLI=OFF \
        -DCURL_ZSTD=OFF -DBUILD_TESTING=OFF -DENABLE_MANUAL=OFF -DCURL_DISABLE_LDAP=ON -DCURL_DISABLE_FTP=ON \
        -DCURL_DISABLE_TELNET=ON -DCURL_DISABLE_DICT=ON -DCURL_DISABLE_TFTP=ON -DCURL_DISABLE_GOPHER=ON \
        -DCURL_DISABLE_RTSP=ON -DCURL_DISABLE_MQTT=ON -DCURL_DISABLE_POP3=ON -DCURL_DISABLE_SMB=ON || return
    library libxlsxwriter -DUSE_SYSTEM_MINIZIP=OFF -DUSE_STANDARD_TMPFILE=OFF -DBUILD_TESTS=OFF || return
    library libzip -DENABLE_COMMONCRYPTO=OFF -DENABLE_GNUTLS=OFF -DENABLE_MBEDTLS=OFF -DENABLE_OPENSSL=OFF \
        -DENABLE_WINDOWS_CRYPTO=OFF -DENABLE_BZIP2=OFF -DENABLE_LZMA=OFF -DENABLE_ZSTD=OFF -DBUILD_TOOLS=OFF \
        -DBUILD_REGRESS=OFF -DBUILD_EXAMPLES=OFF -DBUILD_DOC=OFF || return
    library pugixml || return
    library utf8proc
}
lane_of_data() {
    timed sqlite3 build_sqlite || return
    library soci -DSOCI_SHARED=OFF -DSOCI_STATIC=ON -DSOCI_TESTS=OFF -DWITH_BOOST=OFF -DSOCI_CXX11=ON -DWITH_ODBC=OFF \
        -DWITH_SQLITE3=ON -DWITH_MYSQL=OFF -DWITH_POSTGRESQL=OFF -DWITH_DB2=OFF -DWITH_ORACLE=OFF -DWITH_FIREBIRD=OFF \
        -DSOCI_EMPTY=OFF || return
    library fmtlib -DFMT_TEST=OFF -DFMT_DOC=OFF || return
    library spdlog -DSPDLOG_FMT_EXTERNAL=ON -DSPDLOG_BUILD_EXAMPLE=OFF || return # Debian took the copy of fmt out
    library nlohmann-json3 -DJSON_BuildTests=OFF || return
    library howardhinnant-date -DBUILD_TZ_LIB=ON -DUSE_SYSTEM_TZ_DB=OFF -DMANUAL_TZ_DB=ON || return
    timed tzdata copy_time_zones || return
    library googletest -DBUILD_GMOCK=ON
}
lane_of_networks &
networks=$!
lane_of_data &
data=$!
status=0
wait "$networks" || status=$?
wait "$data" || status=$?
((status == 0)) || exit 1
touch "$stamp"
say "$(du -sh "$prefix" | cut -f 1) in $prefix"
