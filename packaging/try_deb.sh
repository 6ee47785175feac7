#!/usr/bin/env bash
# try_deb.sh -- the Debian package on a bare system: installed, tried, upgraded, purged, in a chroot of its own.
# usage: packaging/try_deb.sh PACKAGE [CHROOT]; root, debootstrap and a Debian mirror are needed; some minutes.
set -euo pipefail

package=${1:?usage: packaging/try_deb.sh PACKAGE [CHROOT]} chroot=${2:-}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
passed=0 failed=0
made=
end() {
    umount "$chroot/proc" 2>/dev/null || true
    [[ -z $made ]] || rm -rf --one-file-system "$chroot"
}
trap end EXIT
if [[ -z $chroot ]]; then
    made=$(mktemp -d) chroot=$made
    debootstrap --variant=minbase bookworm "$chroot" "$mirror" >/dev/null
fi

inside() { chroot "$chroot" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
try() { # words, command …
    local words=$1
    shift
    if "$@" >"$chroot/tmp/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n' "$words"
        tail -n 15 "$chroot/tmp/said"
    fi
}
belongs_to_nobody_else() { [[ $(inside stat -c '%U:%a' "$1") == "$2" ]]; }
gone() { ! inside test -e "$1"; }

mountpoint -q "$chroot/proc" || mount -t proc proc "$chroot/proc"
cp "$package" "$chroot/tmp/settled.deb"
printf 'exit 101\n' >"$chroot/usr/sbin/policy-rc.d" && chmod +x "$chroot/usr/sbin/policy-rc.d" # no service starts in a chroot
try "apt update" inside apt-get update -q
try "apt install ./settled.deb" inside apt-get install -q -y --no-install-recommends /tmp/settled.deb
try "the user exists" inside getent passwd settled
try "the state is the user's alone" belongs_to_nobody_else /var/lib/settled settled:700
try "the configuration folder is root's" belongs_to_nobody_else /etc/settled root:750
try "settled --version" inside settled --version
try "settled plugins" inside settled plugins
try "settled connectors" inside settled connectors
try "settled init" inside settled init --out /etc/settled
try "settled check --offline" inside settled check --offline --config /etc/settled/settled.toml
try "the man page" inside test -s /usr/share/man/man1/settled.1.gz
inside sh -c 'echo "# mine" >> /etc/default/settled'
try "install again keeps what is mine" inside apt-get install -q -y --reinstall --no-install-recommends /tmp/settled.deb
try "the conffile is as it was changed" inside grep -q '^# mine' /etc/default/settled
try "the configuration is as it was" inside test -s /etc/settled/settled.toml
try "remove" inside apt-get remove -q -y settled
try "removing keeps the configuration" inside test -s /etc/settled/settled.toml
try "purge" inside apt-get purge -q -y settled
for path in /etc/settled /var/lib/settled /var/log/settled /usr/bin/settled /usr/lib/settled /usr/share/settled /etc/default/settled \
    /lib/systemd/system/settled.service; do
    try "purge leaves no $path" gone "$path"
done
try "purge leaves no user" sh -c "! grep -q '^settled:' '$chroot/etc/passwd' '$chroot/etc/group'"
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
