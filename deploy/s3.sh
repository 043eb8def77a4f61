#!/usr/bin/env bash
# An S3 server for trying out and testing the production shape: deploy/s3.sh start|stop|status|env
# It is moto's, from requirements-dev.txt. It keeps everything in memory and CHECKS NO SIGNATURES:
# never put it where others can reach it; production uses a real S3. Port: PLUMBLINE_S3_PORT (50550).
set -euo pipefail
service=s3
source "$(dirname "${BASH_SOURCE[0]}")/service.sh"
port=${PLUMBLINE_S3_PORT:-50550}
bucket=plumbline
python=$checkout/.venv/bin/python
server=$checkout/.venv/bin/moto_server
[ -x "$server" ] || fail "moto is not installed; run: make test, or install requirements-dev.txt"
as_user=()
choose_state
pidfile=$state/s3.pid

make_bucket() {
    "$python" -c "
import boto3
s3 = boto3.client('s3', endpoint_url='http://127.0.0.1:$port', region_name='us-east-1',
                  aws_access_key_id='local', aws_secret_access_key='local')
s3.create_bucket(Bucket='$bucket')"
}

start() {
    if alive "$pidfile" && listens "$port"; then
        say "runs already on port $port"
    else
        refuse_taken_port "$port" "PLUMBLINE_S3_PORT=$((port + 1))"
        nohup "$server" -H 127.0.0.1 -p "$port" >"$state/s3.log" 2>&1 </dev/null &
        echo $! >"$pidfile"
        wait_until 30 "does not answer; see $state/s3.log" listens "$port"
    fi
    make_bucket
    say "ready on 127.0.0.1:$port (in memory, checks no signatures)"
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
    echo "PLUMBLINE_S3_BUCKET=$bucket"
    echo "PLUMBLINE_S3_ENDPOINT=http://127.0.0.1:$port"
    echo "PLUMBLINE_S3_REGION=us-east-1"
    echo "PLUMBLINE_S3_ACCESS_KEY=local"
    echo "PLUMBLINE_S3_SECRET_KEY=local"
}

dispatch "$@"
