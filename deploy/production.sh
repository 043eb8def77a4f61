#!/usr/bin/env bash
# The production shape on one machine: Postgres, Redis, S3, mail, web, a media and a vision worker.
#
#   deploy/production.sh services   start the services; print the settings they need
#   deploy/production.sh run [...]  services, migrations, then the supervisor (its options follow)
#   deploy/production.sh demo       the demo clinic and school in this shape
#   deploy/production.sh exec ...   a command with these settings in its environment
#   deploy/production.sh stop       stop the services
#
# For trying out and for tests: the S3 server checks no signatures and mail goes to a folder.
# docs/how-to/production.md says what real machines need instead.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(dirname "$here")
state=${PLUMBLINE_VAR:-$checkout/var/production}
python=$checkout/.venv/bin/python
services="postgres redis s3 mail"

services_start() {
    for service in $services; do
        "$here/$service.sh" start
    done
}

settings() {
    mkdir -p "$state"
    if [ ! -s "$state/secret_key" ]; then
        (umask 077 && od -An -N36 -tx1 /dev/urandom | tr -d ' \n' >"$state/secret_key")
    fi
    local line
    for line in $(services_start); do
        export "${line?}"
    done
    PLUMBLINE_SECRET_KEY=$(cat "$state/secret_key")
    export PLUMBLINE_SECRET_KEY PLUMBLINE_VAR=$state
    export DJANGO_SETTINGS_MODULE=plumbline.settings.production
    export PYTHONPATH=$checkout/platform:$checkout
}

case ${1:-} in
    services) services_start ;;
    run)
        shift
        settings
        "$python" "$checkout/manage.py" migrate --no-input -v 0
        cd "$checkout"
        exec "$python" -m plumbline.supervisor --shape production "$@"
        ;;
    demo)
        settings
        "$python" "$checkout/manage.py" migrate --no-input -v 0
        "$python" "$checkout/manage.py" seed_demo
        ;;
    exec)
        shift
        settings
        exec "$@"
        ;;
    stop)
        for service in $services; do
            "$here/$service.sh" stop
        done
        ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
