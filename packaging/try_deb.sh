#!/usr/bin/env bash
# try_deb.sh -- the Debian package on a bare system: installed, tried, upgraded, removed, purged, in a chroot of its own.
# Prints what it looked at and how many; what a purge leaves is told by lists of files, users and groups from before and after.
set -euo pipefail
export LC_ALL=C.UTF-8

usage() {
    cat <<'TEXT'
usage: packaging/try_deb.sh PACKAGE [TAR.GZ] [BARE_SYSTEM]

  PACKAGE      settled_VERSION_ARCHITECTURE.deb
  TAR.GZ       the relocatable archive, tried in the same system (optional)
  BARE_SYSTEM  a folder that debootstrap --variant=minbase made; it is not changed. Default: one is made for this run
Root, debootstrap and the Debian mirror of this machine's own sources (or DEBIAN_MIRROR) are needed; some minutes.
TEXT
}

package= archive= bare=
for word in "$@"; do
    case $word in
    -h | --help) usage && exit 0 ;;
    *.deb) package=$word ;;
    *.tar.gz) archive=$word ;;
    *) bare=$word ;;
    esac
done
[[ -f $package && (-z $archive || -f $archive) ]] || {
    usage >&2
    exit 2
}

work=$(mktemp -d)
root=$work/root
passed=0 failed=0
end() {
    umount "$root/proc" 2>/dev/null || true
    umount "$root" 2>/dev/null || true
    umount "$work/layer" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap end EXIT
if [[ -z $bare ]]; then
    bare=$work/bare
    debootstrap --variant=minbase bookworm "$bare" "${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | grep -m 1 '/debian/*$')}" >"$work/debootstrap.log" || {
        tail "$work/debootstrap.log" >&2
        exit 2
    }
fi
# Changes go into a layer above it; a file system of its own, because an overlay cannot lie on another.
mkdir -p "$work/layer" "$root"
mount -t tmpfs -o size=4g tmpfs "$work/layer"
mkdir "$work/layer/upper" "$work/layer/work"
mount -t overlay -o "lowerdir=$bare,upperdir=$work/layer/upper,workdir=$work/layer/work" overlay "$root"
mount -t proc proc "$root/proc"

inside() { chroot "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
shell() { inside sh -c "$1"; }
try() { # words, command …
    local words=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n' "$words"
        tail -n 15 "$work/said"
    fi
}
says() { grep -qE "$1" "$work/said.kept"; }
keep() { "$@" >"$work/said.kept" 2>&1; }
# What is there, without what apt and dpkg note about themselves and the copies that adduser keeps of the accounts' files.
listed() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./var/cache -o -path ./var/lib/apt -o -path ./var/lib/dpkg -o -path ./var/log/apt \
        -o -path ./run \) -prune -o -not -path './var/log/dpkg.log' -not -path './var/log/alternatives.log' -not -path './etc/*shadow-' \
        -not -path './etc/passwd-' -not -path './etc/group-' -print | sort)
}
accounts() { cut -d: -f1 "$root/etc/passwd" "$root/etc/group" | sort; }
install_it() { inside apt-get install -q -y --no-install-recommends "$@"; }

printf 'exit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d" # no service starts in a chroot
cp "$package" "$root/tmp/settled.deb"

# ---- what it stands on ------------------------------------------------------------------------------
try "apt update" inside apt-get update -q
try "its dependencies are packages of a bare system" inside apt-get satisfy -q -y --no-install-recommends "$(dpkg-deb -f "$package" Depends)"
listed >"$work/files.before"
accounts >"$work/accounts.before"

# ---- installed, tried -------------------------------------------------------------------------------
try "apt install ./settled.deb" install_it /tmp/settled.deb
files=$(inside dpkg -L settled | while read -r file; do [[ -f $root$file ]] && echo "$file"; done | wc -l)
try "the user exists and has no shell" shell "getent passwd settled | grep -qE ':/usr/sbin/nologin$|:/bin/false$'"
for right in /var/lib/settled=settled:700 /var/log/settled=settled:750 /etc/settled=root:750 /etc/settled/secrets=settled:700; do
    try "rights of $right" shell "[ \"\$(stat -c %U:%a ${right%=*})\" = ${right#*=} ]"
done
for words in "--version" plugins connectors "completion bash"; do
    # shellcheck disable=SC2086
    try "settled $words" inside settled $words
done
plugins=$(inside settled plugins --format json | grep -o '"plugin":"[^"]*"' | wc -l)
try "settled init" shell 'cd /etc/settled && settled init'
# What nobody has filled in yet is named, block by block; filled in with two small tables, an inbox and a schedule it is in order.
keep shell 'cd /etc/settled && settled --config settled.toml check' && status=0 || status=$?
try "settled check says what is not filled in yet" test "$status" = 1
try "the ledger" says '\[ledger.main\]'
try "the folder of statements" says '\[statement_source.inbox\]'
shell 'mkdir -p /srv/books /srv/inbox && chown settled: /srv/inbox
    printf "customer_id,name,email\nC1,Acme Ltd.,ap@acme.example\n" >/srv/books/customers.csv
    printf "item_id,customer_id,doc_type,document_number,document_date,due_date,currency,amount,open_amount\n1,C1,invoice,INV-1,2026-01-05,2026-02-05,CNY,100.00,100.00\n" >/srv/books/open_items.csv
    sed -i -e "s|^folder = \"\"|folder = \"/srv/books\"|" -e "s|^folder = \"inbox\"|folder = \"/srv/inbox\"|" /etc/settled/settled.toml'
try "settled check" inside settled check
try "settled check as the service's user" shell 'chown root:settled /etc/settled/settled.toml && chmod 640 /etc/settled/settled.toml && su -s /bin/sh settled -c "settled check --offline"'
for page in man1/settled.1 man5/settled.toml.5 man8/settled.service.8 zh_CN/man5/settled.toml.5; do
    try "the man page $page" shell "zcat /usr/share/man/$page.gz | grep -q '^\.SH'"
done
for file in bash-completion/completions/settled zsh/vendor-completions/_settled fish/vendor_completions.d/settled.fish; do
    try "completion $file" inside test -s "/usr/share/$file"
done
try "bash takes its completion" inside bash -c 'source /usr/share/bash-completion/completions/settled && complete -p settled'
# What root does by hand the service can go on with: a password, a copy of the store, and that copy put back.
try "root sets a password" shell 'printf %s pass | settled secret set erp_password'
try "the service reads its name" shell 'su -s /bin/sh settled -c "settled secret list" | grep -q erp_password'
try "root copies the store" inside settled backup
try "only its owner reads a copy" shell '[ "$(stat -c %U:%a /var/lib/settled/backup/settled-*.db)" = settled:600 ]'
try "root puts it back" shell 'settled store restore /var/lib/settled/backup/settled-*.db'
try "all of it is the service's: $(shell 'find /var/lib/settled /etc/settled/secrets ! -user settled')" \
    shell '[ -z "$(find /var/lib/settled /etc/settled/secrets ! -user settled)" ]'
# The service itself, as its unit starts it: it says that it runs, and stops when it is asked.
try "settled run begins and ends" shell 'su -s /bin/sh settled -c "echo \$\$ >/tmp/pid; exec timeout 120 settled run" & run=$!
    for i in $(seq 300); do [ -e /var/lib/settled/service.status ] && break; sleep 0.2; done
    [ -e /var/lib/settled/service.status ] && kill -TERM $(cat /tmp/pid) && wait $run'

# ---- installed again, upgraded ----------------------------------------------------------------------
shell 'echo "# mine" >>/etc/default/settled; sha256sum /etc/settled/settled.toml >/tmp/sum'
# A state and a password that are root's, as from before the service had its account.
shell 'chown -R root:root /var/lib/settled /etc/settled/secrets && chmod 755 /etc/settled/secrets && chmod 644 /var/lib/settled/backup/*.db /etc/settled/secrets/*'
keep shell 'su -s /bin/sh settled -c "settled run"' && status=0 || status=$?
try "a state that is root's stops the service" test "$status" = 2
try "and it says how that is mended" says "run as root: chown -R settled: '/var/lib/settled'"
try "install again" install_it --reinstall /tmp/settled.deb
try "what was root's is the service's then" shell '[ -z "$(find /var/lib/settled /etc/settled/secrets ! -user settled)" ]'
try "and nobody else reads passwords and copies" shell '[ -z "$(find /etc/settled/secrets /var/lib/settled/backup -perm /077)" ]'
try "a changed conffile stays" inside grep -q '^# mine' /etc/default/settled
try "the configuration stays" inside sha256sum -c /tmp/sum
# An older version, a systemd that only notes what it is told, and a service that runs.
mkdir -p "$work/older" "$root/run/systemd/system"
dpkg-deb -R "$package" "$work/older"
sed -i 's/^Version: .*/Version: 0.0.1/' "$work/older/DEBIAN/control"
dpkg-deb --root-owner-group -b "$work/older" "$root/tmp/older.deb" >/dev/null
[[ ! -e $root/usr/bin/systemctl ]] || mv "$root/usr/bin/systemctl" "$root/usr/bin/systemctl.own" # apt hands dpkg a PATH of its own
printf '#!/bin/sh\necho "$*" >>/tmp/systemctl.calls\n' >"$root/usr/bin/systemctl" && chmod +x "$root/usr/bin/systemctl"
try "an older version is there" install_it --allow-downgrades /tmp/older.deb
rm -f "$root/tmp/systemctl.calls"
keep install_it /tmp/settled.deb || true
try "an upgrade starts the service again where the new program takes the configuration" inside grep -qx 'restart settled' /tmp/systemctl.calls
try "the new version is there" shell "! dpkg -s settled | grep -q '^Version: 0.0.1'"
try "an older version again" install_it --allow-downgrades /tmp/older.deb
inside cp /etc/settled/settled.toml /tmp/sound.toml
shell 'printf "\n[no_such_block]\nkey = 1\n" >>/etc/settled/settled.toml'
rm -f "$root/tmp/systemctl.calls"
try "an upgrade goes through where it does not" keep install_it /tmp/settled.deb
try "but the service is left alone" shell "! grep -qx 'restart settled' /tmp/systemctl.calls"
try "and it says why" says 'does not take /etc/settled/settled.toml'
try "with the line" says 'no_such_block'
inside cp /tmp/sound.toml /etc/settled/settled.toml

# ---- removed, purged --------------------------------------------------------------------------------
try "remove" inside apt-get remove -q -y settled
try "removing keeps the configuration" inside test -s /etc/settled/settled.toml
try "removing keeps the state" inside test -d /var/lib/settled
rm -f "$root/usr/bin/systemctl"
[[ ! -e $root/usr/bin/systemctl.own ]] || mv "$root/usr/bin/systemctl.own" "$root/usr/bin/systemctl"
try "purge" inside apt-get purge -q -y settled
inside rm -r /srv/books /srv/inbox
listed >"$work/files.after"
accounts >"$work/accounts.after"
left=$(comm -13 "$work/files.before" "$work/files.after")
lost=$(comm -23 "$work/files.before" "$work/files.after")
users=$(comm -3 "$work/accounts.before" "$work/accounts.after")
try "purge leaves no file: $left" test -z "$left"
try "purge takes no file of others: $lost" test -z "$lost"
try "purge leaves no user and no group: $users" test -z "$users"

# ---- the archive, from folders of any name -----------------------------------------------------------
if [[ -n $archive ]]; then
    for folder in /opt/settled "/srv/应收 账款/a b"; do
        inside mkdir -p "$folder/own"
        tar -xzf "$archive" -C "$root$folder" --strip-components=1
        for words in --version plugins connectors init "check --offline"; do
            # shellcheck disable=SC2086
            try "tar.gz in $folder: $words" inside env -C "$folder/own" "$folder/bin/settled" --config settled.toml $words
        done
    done
fi

printf 'purge: %d files before and %d after, %d left, %d lost; %d users and groups before and %d after\n' "$(wc -l <"$work/files.before")" \
    "$(wc -l <"$work/files.after")" "$(grep -c . <<<"$left" || true)" "$(grep -c . <<<"$lost" || true)" "$(wc -l <"$work/accounts.before")" "$(wc -l <"$work/accounts.after")"
printf '%s: %d files, %d plugins; %d passed, %d failed\n' "$(basename "$package")" "$files" "$plugins" "$passed" "$failed"
((failed == 0))
