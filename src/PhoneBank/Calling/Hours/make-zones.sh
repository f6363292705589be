#!/usr/bin/env bash
# Writes zones.json from the public-domain time zone database of this machine: bash make-zones.sh [zoneinfo folder]
# Zones per country in the order of zone.tab (most populous first), and other spellings of a zone that people may still have in their files.
set -euo pipefail
from=${1:-/usr/share/zoneinfo}
here=$(cd "$(dirname "$0")" && pwd)
[[ -r $from/zone.tab && -r $from/tzdata.zi ]] || { echo "zone.tab and tzdata.zi are needed in $from (Debian: apt-get install tzdata)" >&2; exit 1; }

LC_ALL=C awk -F '\t' '
  FILENAME == ARGV[1] {
    if ($0 ~ /^# version /) { split($0, words, " "); version = words[3] }
    else if ($0 ~ /^L /) { split($0, words, " "); target[words[3]] = words[2] }
    next
  }
  /^#/ || NF < 3 { next }
  { if (!($1 in zones)) codes[++count] = $1; zones[$1] = zones[$1] (zones[$1] ? ", " : "") "\"" $3 "\""; listed[$3] = 1 }
  END {
    # Regions with phone numbers of their own that zone.tab lists under a neighbour.
    codes[++count] = "AC"; zones["AC"] = "\"Atlantic/St_Helena\""
    codes[++count] = "TA"; zones["TA"] = "\"Atlantic/St_Helena\""
    codes[++count] = "XK"; zones["XK"] = "\"Europe/Belgrade\""
    print "{"
    printf "  \"source\": \"IANA time zone database %s, zone.tab and links of tzdata.zi, public domain; written by make-zones.sh\",\n", version
    printf "  \"version\": \"%s\",\n  \"firstYear\": %d,\n  \"countries\": {\n", version, substr(version, 1, 4)
    for (i = 1; i <= count; i++) printf "    \"%s\": [%s]%s\n", codes[i], zones[codes[i]], i < count ? "," : ""
    print "  },\n  \"aliases\": {"
    # Links lead to whoever keeps the same time today; these have a zone of their own country in zone.tab.
    target["Iceland"] = "Atlantic/Reykjavik"; target["Atlantic/Jan_Mayen"] = "Arctic/Longyearbyen"
    target["America/Coral_Harbour"] = "America/Atikokan"; target["America/Virgin"] = "America/St_Thomas"
    target["Africa/Asmera"] = "Africa/Asmara"; target["Africa/Timbuktu"] = "Africa/Bamako"; target["Antarctica/South_Pole"] = "Antarctica/McMurdo"
    for (alias in target) {
      zone = target[alias]
      while (!(zone in listed) && zone in target) zone = target[zone]
      if (zone in listed && !(alias in listed)) lines[++aliases] = "    \"" alias "\": \"" zone "\""
    }
    for (i = 2; i <= aliases; i++) { line = lines[i]; for (j = i - 1; j > 0 && lines[j] > line; j--) lines[j + 1] = lines[j]; lines[j + 1] = line }
    for (i = 1; i <= aliases; i++) print lines[i] (i < aliases ? "," : "")
    print "  }\n}"
  }
' "$from/tzdata.zi" "$from/zone.tab" > "$here/zones.json"
echo "zones.json: version $(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$here/zones.json")"
