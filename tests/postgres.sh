#!/usr/bin/env bash
# A private PostgreSQL for tests, in a temporary folder on a free loopback port. It does not wait for the disk: no test takes its
# power away, and hundreds of databases are made and dropped. Measurements need one that does: start --durable.
#   eval "$(tests/postgres.sh start [--durable])"   sets PHONEBANK_TEST_POSTGRES and PHONEBANK_TEST_POSTGRES_DIR
#   tests/postgres.sh stop
set -euo pipefail

as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

case "${1:-}" in
start)
  pgbin=$(bin)
  disk="-c fsync=off -c full_page_writes=off"
  [ "${2:-}" = --durable ] && disk=""
  [ -n "$pgbin" ] || { echo "PostgreSQL is not installed (Debian: apt-get install postgresql)." >&2; exit 1; }
  dir=$(mktemp -d "${TMPDIR:-/tmp}/phonebank-postgres.XXXXXX")
  [ "$(id -u)" = 0 ] && chown postgres "$dir"
  as_postgres "$pgbin/initdb" -D "$dir/data" -U phonebank --auth=trust --no-sync -E UTF8 --locale=C >"$dir.log" 2>&1
  for try in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    if as_postgres "$pgbin/pg_ctl" -D "$dir/data" -w -t 30 -l "$dir/data/log" \
      -o "$disk -c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories=$dir -c max_connections=300 -c shared_buffers=128MB" start >>"$dir.log" 2>&1; then
      echo "export PHONEBANK_TEST_POSTGRES='Host=127.0.0.1;Port=$port;Username=phonebank;Database=postgres'"
      echo "export PHONEBANK_TEST_POSTGRES_DIR='$dir'"
      exit 0
    fi
  done
  cat "$dir.log" >&2
  exit 1
  ;;
stop)
  dir=${PHONEBANK_TEST_POSTGRES_DIR:?}
  as_postgres "$(bin)/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$dir" "$dir.log"
  ;;
*)
  echo "usage: $0 start|stop" >&2
  exit 2
  ;;
esac
