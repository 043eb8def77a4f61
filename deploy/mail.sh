#!/usr/bin/env bash
# A mail server that delivers to a folder, for trying out and testing the production shape:
# deploy/mail.sh start|stop|status|env   Needs Python alone. Port: PLUMBLINE_MAIL_PORT (50250).
set -euo pipefail
service=mail
source "$(dirname "${BASH_SOURCE[0]}")/service.sh"
port=${PLUMBLINE_MAIL_PORT:-50250}
as_user=()
choose_state
pidfile=$state/mail.pid
letters=$state/letters

start() {
    mkdir -p "$letters"
    if alive "$pidfile" && listens "$port"; then
        say "runs already on port $port"
    else
        refuse_taken_port "$port" "PLUMBLINE_MAIL_PORT=$((port + 1))"
        nohup "$checkout/.venv/bin/python" "$here/mail_sink.py" "$port" "$letters" \
            >"$state/mail.log" 2>&1 </dev/null &
        echo $! >"$pidfile"
        wait_until 10 "does not answer; see $state/mail.log" listens "$port"
    fi
    say "ready on 127.0.0.1:$port, letters in $letters"
    settings
}

stop() {
    if alive "$pidfile"; then
        kill "$(cat "$pidfile")"
        gone() { ! alive "$pidfile"; }
        wait_until 10 "does not stop" gone
    fi
    rm -f "$pidfile"
    say "stopped"
}

status() {
    if alive "$pidfile" && listens "$port"; then say "runs on port $port"; else say "does not run"; exit 3; fi
}

settings() {
    echo "PLUMBLINE_SMTP_HOST=127.0.0.1"
    echo "PLUMBLINE_SMTP_PORT=$port"
}

dispatch "$@"
