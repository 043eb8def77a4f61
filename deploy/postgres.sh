#!/usr/bin/env bash
# Postgres for the production shape on this machine: deploy/postgres.sh start|stop|status|env
# `start` makes the cluster, the role and the database when they are missing, and prints the
# settings to use. On Debian: apt install postgresql. Port: PLUMBLINE_PG_PORT (54329).
# FAST=1 gives up safety against power cuts, for tests.
set -euo pipefail
service=postgres
wanted_user=postgres
source "$(dirname "${BASH_SOURCE[0]}")/service.sh"
port=${PLUMBLINE_PG_PORT:-54329}

tools=$(dirname "$(command -v pg_ctl || true)")
if [ ! -x "$tools/initdb" ]; then
    tools=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
fi
[ -n "$tools" ] && [ -x "$tools/initdb" ] || fail "Postgres is not installed; on Debian: apt install postgresql"
choose_state
data=$state/data
owner_word=$state/owner-password
app_word=$state/app-password

random_word() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
sql() { PGPASSWORD=$(cat "$owner_word") psql -qAtX -h 127.0.0.1 -p "$port" -U owner -d postgres "$@"; }
running() { "${as_user[@]}" "$tools/pg_ctl" -D "$data" status >/dev/null 2>&1; }

make_cluster() {
    say "making a cluster in $data"
    random_word >"$owner_word"
    random_word >"$app_word"
    chmod 600 "$owner_word" "$app_word"
    if [ ${#as_user[@]} -gt 0 ]; then
        chown "$service_user" "$owner_word"
    fi
    "${as_user[@]}" "$tools/initdb" -D "$data" -U owner --pwfile "$owner_word" \
        --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 >"$state/initdb.log" 2>&1 ||
        fail "initdb failed; see $state/initdb.log"
}

start() {
    [ -f "$data/PG_VERSION" ] || make_cluster
    if running; then
        port=$(sed -n 4p "$data/postmaster.pid")
        say "runs already on port $port"
    else
        refuse_taken_port "$port" "PLUMBLINE_PG_PORT=$((port + 1))"
        local options="-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories=''"
        if [ "${FAST:-}" = 1 ]; then
            options="$options -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        fi
        "${as_user[@]}" "$tools/pg_ctl" -D "$data" -l "$state/postgres.log" -w -t 60 \
            -o "$options" start >/dev/null || fail "did not start; see $state/postgres.log"
    fi
    # An ordinary role: it may make the test database, it may not look past row-level security.
    if [ -z "$(sql -c "SELECT 1 FROM pg_roles WHERE rolname = 'plumbline'")" ]; then
        sql -c "CREATE ROLE plumbline LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '$(cat "$app_word")'"
    fi
    if [ -z "$(sql -c "SELECT 1 FROM pg_database WHERE datname = 'plumbline'")" ]; then
        sql -c "CREATE DATABASE plumbline OWNER plumbline"
    fi
    say "ready on 127.0.0.1:$port"
    settings
}

stop() {
    if [ -f "$data/PG_VERSION" ] && running; then
        "${as_user[@]}" "$tools/pg_ctl" -D "$data" -m fast -w stop >/dev/null
    fi
    say "stopped"
}

status() {
    if [ -f "$data/PG_VERSION" ] && running; then say "runs on port $port"; else say "does not run"; exit 3; fi
}

settings() {
    echo "PLUMBLINE_DB_HOST=127.0.0.1"
    echo "PLUMBLINE_DB_PORT=$port"
    echo "PLUMBLINE_DB_NAME=plumbline"
    echo "PLUMBLINE_DB_USER=plumbline"
    echo "PLUMBLINE_DB_PASSWORD=$(cat "$app_word")"
}

dispatch "$@"
