#!/bin/bash
# A code scanner's driver in another language, written after docs/conformance.md: bash tests/devices/conformance/scanner.sh PORT
port=$1
while read -r question; do
    if { true <&4; } 2>/dev/null && [ -e "$port" ]; then :; elif ! exec 4<"$port"; then
        echo '{"error": "not_connected"}'
        continue
    fi
    case $question in
        *'"read"'*)
            code=
            if IFS= read -r -d $'\r' -t 0.1 code <&4; then
                printf '{"told": "%s"}\n' "$code"
            else
                echo '{"told": null}'
            fi
            ;;
        *) echo '{}' ;;
    esac
done
