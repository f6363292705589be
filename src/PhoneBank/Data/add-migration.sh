#!/usr/bin/env bash
# Adds one migration of the same name for both databases: src/PhoneBank/Data/add-migration.sh AddSomething
set -euo pipefail
cd "$(dirname "$0")/../../.."
dotnet tool restore
for provider in Sqlite Postgres; do
  dotnet build "src/PhoneBank.Migrations.$provider"
  dotnet ef migrations add "$1" --no-build --project "src/PhoneBank.Migrations.$provider" --startup-project "src/PhoneBank.Migrations.$provider" --output-dir Migrations
done
