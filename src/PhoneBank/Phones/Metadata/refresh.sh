#!/usr/bin/env bash
# Takes the numbering plans and both licence texts out of libphonenumber-js.
# Usage: refresh.sh 1.13.16   (then run the phone tests and review what they say)
set -euo pipefail

version="${1:?which version of libphonenumber-js?}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cd "$work"
npm init --yes >/dev/null
npm install --ignore-scripts --no-audit --no-fund "libphonenumber-js@$version"

package="$work/node_modules/libphonenumber-js"
cp "$package/metadata.max.json" "$here/metadata-max.json"
cp "$package/LICENSE" "$here/LICENSE-libphonenumber-js.txt"
cp "$package/LICENSE.Apache" "$here/LICENSE-libphonenumber.txt"
sed -i "s/^Version: .*/Version: $version/" "$here/README.md"
echo "Now set the same version in tests/PhoneBank.Tests/Phones/reference/package.json and refresh its lock file."
