#!/usr/bin/env bash
# Redis for the production shape on this machine: deploy/redis.sh start|stop|status|env
# Broker of the workers and wake-ups of live pages. On Debian: apt install redis-server.
# Port: PLUMBLINE_REDIS_PORT (63790).
set -euo pipefail
service=redis
wanted_user=redis
source "$(dirname "${BASH_SOURCE[0]}")/service.sh"
port=${PLUMBLINE_REDIS_PORT:-63790}
server=$(command -v redis-server || true)
[ -n "$server" ] || fail "Redis is not installed; on Debian: apt install redis-server"
choose_state
pidfile=$state/redis.pid

answers() { [ "$(redis-cli -p "$port" ping 2>/dev/null)" = PONG ]; }

start() {
    if alive "$pidfile" && answers; then
        say "runs already on port $port"
    else
        refuse_taken_port "$port" "PLUMBLINE_REDIS_PORT=$((port + 1))"
        # appendonly: without it a killed Redis forgets what it had promised
        "${as_user[@]}" "$server" --bind 127.0.0.1 --port "$port" --daemonize yes --appendonly yes \
            --dir "$state" --pidfile "$pidfile" --logfile "$state/redis.log" >/dev/null
        wait_until 10 "does not answer; see $state/redis.log" answers
    fi
    say "ready on 127.0.0.1:$port"
    settings
}

stop() {
    if alive "$pidfile"; then
        redis-cli -p "$port" shutdown save >/dev/null 2>&1 || kill "$(cat "$pidfile")"
        gone() { ! alive "$pidfile"; }
        wait_until 10 "does not stop" gone
    fi
    say "stopped"
}

status() {
    if alive "$pidfile" && answers; then say "runs on port $port"; else say "does not run"; exit 3; fi
}

settings() { echo "PLUMBLINE_REDIS_URL=redis://127.0.0.1:$port/0"; }

dispatch "$@"
