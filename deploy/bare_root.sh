#!/usr/bin/env bash
# Proves that the two commands need no more than the README says: a Debian 12 made from nothing,
# an ordinary user, a clean clone, `make run`, then the README's steps against it.
#
#   deploy/bare_root.sh FOLDER [--env NAME[=VALUE]] [--bind PATH] [--copy FILE] [--browser]
#
# FOLDER is made by debootstrap when it is empty (root needed; 2 minutes, 300 MB). Node is brought
# in from this machine. --env, --bind (read-only) and --copy hand on what pip and npm need here to
# reach their registries: the guest gets nothing of this machine that is not named.
# --browser also sends a clip in this machine's Chromium (needs requirements-dev.txt).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(dirname "$here")
mirror=${MIRROR:-http://deb.debian.org/debian}
port=${PORT:-8765}
patience=${PATIENCE:-1200} # seconds for the first set-up
person=someone
home=/home/$person
site=http://127.0.0.1:$port

say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }
fail() { say "FAILED: $*"; exit 1; }

[ $# -ge 1 ] || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$1
shift
binds=() copies=() envs=() browser=
while [ $# -gt 0 ]; do
    case $1 in
        --env)
            case $2 in
                *=*) envs+=(--setenv "${2%%=*}" "${2#*=}") ;;
                *) envs+=(--setenv "$2" "${!2-}") ;;
            esac
            shift 2
            ;;
        --bind) binds+=(--ro-bind "$2" "$2"); shift 2 ;;
        --copy) copies+=("$2"); shift 2 ;;
        --browser) browser=1; shift ;;
        *) fail "unknown word $1" ;;
    esac
done
[ "$(id -u)" = 0 ] || fail "debootstrap needs root; inside, an ordinary user does everything"
for tool in debootstrap bwrap git node; do
    command -v $tool >/dev/null || fail "$tool is missing (apt install debootstrap bubblewrap git)"
done

if [ ! -e "$root/etc/debian_version" ]; then
    say "making Debian 12 in $root"
    debootstrap --variant=minbase --include=python3.11,python3.11-venv,python3-distutils,python3,make,ca-certificates \
        bookworm "$root" "$mirror" >"$root.log" 2>&1 || fail "debootstrap; see $root.log"
fi
for program in ffmpeg gcc psql redis-server chromium git curl; do
    [ ! -e "$root/usr/bin/$program" ] || fail "$root is not bare: it has $program"
done

say "bringing in $(node --version) and its npm"
install -D "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
rm -rf "$root/usr/local/lib/node_modules/npm"
mkdir -p "$root/usr/local/lib/node_modules"
cp -a "$npm" "$root/usr/local/lib/node_modules/npm"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
chroot "$root" id $person >/dev/null 2>&1 || chroot "$root" useradd --create-home --uid 1000 $person
for file in "${copies[@]}"; do
    install -D -m 644 "$file" "$root$file"
done

say "a clean clone of $(git -C "$checkout" rev-parse --short HEAD)"
rm -rf "$root$home/plumbline" "$root$home/.cache" "$root$home/.npm"
git clone -q --no-hardlinks "$checkout" "$root$home/plumbline"
chown -R 1000:1000 "$root$home"
chmod 755 "$root"

# Namespaces of its own for everything but the network, and nothing of this machine's environment.
guest=(setpriv --reuid 1000 --regid 1000 --clear-groups bwrap --unshare-user --unshare-pid
    --unshare-ipc --die-with-parent --bind "$root" / --proc /proc --dev /dev --tmpfs /tmp
    --ro-bind /etc/resolv.conf /etc/resolv.conf "${binds[@]}" --clearenv --setenv HOME $home
    --setenv PATH /usr/local/bin:/usr/bin:/bin --setenv LANG C.UTF-8 "${envs[@]}"
    --chdir $home/plumbline)

answers() { [ "$(node -e "fetch('$site/api/v1/health').then(r=>console.log(r.status),()=>console.log(0))")" = 200 ]; }
megabytes() { du -sm "$@" | awk '{sum += $1} END {print sum}'; }
serve() { # log file
    "${guest[@]}" make run PORT="$port" >"$1" 2>&1 &
    running=$!
    local left=$patience
    until answers; do
        kill -0 $running 2>/dev/null || { tail -n 40 "$1"; fail "make run ended"; }
        left=$((left - 1))
        [ $left -gt 0 ] || { tail -n 40 "$1"; fail "no answer after $patience s"; }
        sleep 1
    done
}
halt() {
    # the supervisor inside has process ids of its own; the kernel ends all with the namespace
    kill "$running" 2>/dev/null || true
    wait "$running" 2>/dev/null || true
}
trap 'halt' EXIT

before=$(megabytes "$root$home")
began=$SECONDS
say "make run, as an ordinary user with nothing but Python, make and Node"
serve "$root.first.log"
took=$((SECONDS - began))
sed 's/^/        /' "$root.first.log" | grep -v '| \[' | tail -n 60
used=$(($(megabytes "$root$home") - before))
say "FIRST: it answers after $took s; .venv $(megabytes "$root$home/plumbline/.venv") MB," \
    "node_modules $(megabytes "$root$home/plumbline/frontend/node_modules") MB," \
    "with caches and state $used MB"

node -e "fetch('$site/').then(r=>r.text()).then(t=>process.exit(t.includes('<div id=')?0:1))" ||
    fail "the sign-in page is not there"
say "the page is there; a clip by the API:"
"${guest[@]}" python3.11 deploy/demo.py --site "$site" --no-open | tee "$root.demo.log"
result=$(sed -n 's/^result: //p' "$root.demo.log")
[ -n "$result" ] || fail "no report"
if [ -n "$browser" ]; then
    say "the same steps in $(chromium --version 2>/dev/null | cut -d ' ' -f 1-2)"
    "$checkout/.venv/bin/python" "$here/bare_root_browser.py" "$site" \
        "$root$home/plumbline/var/sign-ins.txt" \
        "$checkout/assessment/simulation/clips/demo_squat.mp4" "$root.png" || fail "in the browser"
    say "picture: $root.png"
fi
halt

began=$SECONDS
serve "$root.second.log"
say "SECOND: make run answers after $((SECONDS - began)) s"
grep -E '^(environment|packages|frontend|database|demo) ' "$root.second.log" && fail "it did something again"
halt
say "all of it passed"
