#!/usr/bin/env bash
# Writes places.json from the public-domain time zone database of this machine: bash make-places.sh [zoneinfo folder]
# One representative place for each zone of zones.json: latitude and longitude of its city, in degrees, north and east positive.
set -euo pipefail
from=${1:-/usr/share/zoneinfo}
here=$(cd "$(dirname "$0")" && pwd)
[[ -r $from/zone.tab && -r $from/tzdata.zi ]] || { echo "zone.tab and tzdata.zi are needed in $from (Debian: apt-get install tzdata)" >&2; exit 1; }
version=$(sed -n '1s/^# version //p' "$from/tzdata.zi")

LC_ALL=C awk -F '\t' -v version="$version" '
  function degrees(text,   sign, digits, whole, rest) {
    sign = substr(text, 1, 1) == "-" ? -1 : 1
    digits = substr(text, 2)
    whole = length(digits) == 4 || length(digits) == 6 ? 2 : 3
    rest = substr(digits, whole + 1)
    return sign * (substr(digits, 1, whole) + substr(rest, 1, 2) / 60 + substr(rest, 3, 2) / 3600)
  }
  /^#/ || NF < 3 { next }
  { split_at = match(substr($2, 2), /[+-]/) + 1
    lines[++count] = sprintf("    \"%s\": [%.2f, %.2f]", $3, degrees(substr($2, 1, split_at - 1)), degrees(substr($2, split_at))) }
  END {
    print "{"
    printf "  \"source\": \"IANA time zone database %s, coordinates of zone.tab, public domain; written by make-places.sh\",\n", version
    print "  \"places\": {"
    for (i = 2; i <= count; i++) { line = lines[i]; for (j = i - 1; j > 0 && lines[j] > line; j--) lines[j + 1] = lines[j]; lines[j + 1] = line }
    for (i = 1; i <= count; i++) print lines[i] (i < count ? "," : "")
    print "  }\n}"
  }
' "$from/zone.tab" > "$here/places.json"
echo "places.json: version $version"
