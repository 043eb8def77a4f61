# Read by the scripts that start one service each. What they share: where data lies, who runs it.
#
# State lies in $PLUMBLINE_SERVICES, or in var/services of the checkout. Database servers refuse to
# run as root: then an unprivileged user runs them, and where that user cannot reach the checkout,
# the state lies under /var/tmp instead.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(dirname "$here")

say() { printf '%-10s %s\n' "$service" "$*" >&2; }
fail() { say "$*"; exit 1; }

# The words that run a command as the service's user; empty for an ordinary user.
as_user=()
service_user=$(id -un)
if [ "$(id -u)" = 0 ]; then
    for service_user in postgres redis nobody; do
        if [ "$service_user" = "${wanted_user:-nobody}" ] && id "$service_user" >/dev/null 2>&1; then
            break
        fi
    done
    as_user=(setpriv --reuid "$service_user" --regid "$(id -g "$service_user")" --clear-groups env HOME=/tmp)
fi

# Sets $state to a folder that the service's user owns and can reach.
choose_state() {
    local root=${PLUMBLINE_SERVICES:-$checkout/var/services}
    mkdir -p "$root"
    if [ ${#as_user[@]} -gt 0 ] && ! "${as_user[@]}" test -x "$root"; then
        root=/var/tmp/plumbline-$(printf %s "$checkout" | cksum | cut -d ' ' -f 1)
        mkdir -p "$root"
        chmod 755 "$root"
    fi
    state=$root/$service
    mkdir -p "$state"
    if [ ${#as_user[@]} -gt 0 ]; then
        chown "$service_user" "$state"
    fi
    chmod 700 "$state"
}

# wait_until SECONDS WORDS COMMAND...: run COMMAND until it succeeds.
wait_until() {
    local left=$(($1 * 10)) words=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || fail "$words"
        sleep 0.1
    done
}

# alive PIDFILE: whether the process it names exists.
alive() { [ -s "$1" ] && kill -0 "$(head -n 1 "$1")" 2>/dev/null; }

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

refuse_taken_port() {
    if listens "$1"; then
        fail "port $1 is taken by something else; choose another: $2"
    fi
}

dispatch() {
    case ${1:-} in
        start) start ;;
        stop) stop ;;
        status) status ;;
        env) settings ;;
        *) echo "Usage: $0 start|stop|status|env" >&2; exit 2 ;;
    esac
}
