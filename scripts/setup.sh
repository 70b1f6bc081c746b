# shellcheck shell=bash
# Sourced by the other scripts: what a bare Debian needs before it can run, test or show the kiosk.
# Every function may be called again and does only what is still missing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python="$root/.venv/bin/python"

# Say why, and stop.
give_up() {
    printf '%s\n' "$@" >&2
    exit 1
}

# need_packages NAME...: the Debian packages, installed if they are missing.
need_packages() {
    command -v dpkg-query >/dev/null || give_up "This is not Debian: provide what these Debian packages hold: $*"
    local name missing=()
    for name in "$@"; do
        dpkg-query --show --showformat '${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^ii' || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return

    local install=(--no-install-recommends install "${missing[@]}")
    may_install "${install[@]}"
    echo "Installing ${missing[*]}" >&2
    as_root_apt "${install[@]}" >/dev/null 2>&1 && return
    # the package lists are absent or old
    as_root_apt update >&2
    as_root_apt "${install[@]}" >&2
}

# may_install ARGUMENT...: or stop, and tell what root should run.
may_install() {
    [ "$(id -u)" -eq 0 ] && return
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; } && return
    give_up "These packages are missing. As root:" "    apt-get update && apt-get $*"
}

# as_root_apt ARGUMENT...: apt-get, asking nothing.
as_root_apt() {
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes \
        --option DPkg::Lock::Timeout=300 "$@"
}

# need_beside NAME...: what these Debian packages hold, in build/peers and not installed. They bring daemons, which the
# tests start for themselves and nobody else should.
need_beside() {
    local beside="$root/build/peers" fetched package
    [ "$(cat "$beside/packages" 2>/dev/null)" = "$*" ] && return
    echo "Laying out $*" >&2
    rm -rf -- "$beside"
    fetched="$beside/fetched"
    mkdir -p "$fetched"
    if ! (cd "$fetched" && apt-get --quiet download "$@") >/dev/null 2>&1; then
        may_install download "$@"
        as_root_apt update >&2
        (cd "$fetched" && apt-get --quiet download "$@") >&2
    fi
    for package in "$fetched"/*.deb; do
        dpkg-deb --extract "$package" "$beside"
    done
    rm -rf -- "$fetched"
    printf '%s\n' "$*" >"$beside/packages"
}

# What a window, its fonts, its voice and the desk's browser tests need.
need_desktop() {
    need_packages xvfb libgl1 libegl1 libmtdev1 xclip fonts-noto-cjk chromium espeak-ng alsa-utils
}

# What makes words of sounds: Zhuyin and pinyin (decision 44). Without them the keys for them are not offered.
need_input_methods() {
    need_packages libchewing3 libgooglepinyin0
}

# A screen reader's library and the bus it listens on, for the test that pays by one (decision 46). The kiosk itself needs
# the first two only where [access] outside_reader is on.
need_screen_reader() {
    need_packages dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi
}

# Who reads the screens' pictures in the tests: Tesseract, for Traditional Chinese and English.
need_reader() {
    need_packages tesseract-ocr tesseract-ocr-chi-tra tesseract-ocr-eng
}

# What watches the disk beneath a kiosk in the tests is written in C.
need_compiler() {
    need_packages gcc libc6-dev
}

# The server that the tests start for themselves; a cluster that Debian makes beside it is left alone.
need_postgresql() {
    need_packages postgresql
}

# Software that nobody here wrote, and that judges ours in tests/peers (decision 39, docs/peers.md).
need_peers() {
    need_packages zbar-tools tshark libpcsclite1 libnsl2 libnss3
    need_beside nut-server libupsclient6 libwrap0 pcscd vsmartcard-vpcd python3-pyscard
    need_receiptio
    export PEERS=brought # a test whose judge is missing fails, where it would be skipped
}

# A client of printers, pinned by hash, where there is an npm: Debian's would bring four hundred packages with it.
need_receiptio() {
    command -v npm >/dev/null || return 0
    local wanted="$root/tests/peers/receiptio" folder="$root/build/receiptio"
    cmp -s "$wanted/package-lock.json" "$folder/node_modules/wanted.json" && return
    echo "Fetching receiptio" >&2
    mkdir -p "$folder"
    cp "$wanted/package.json" "$wanted/package-lock.json" "$folder"
    if ! npm ci --prefix "$folder" --omit=optional --ignore-scripts --no-audit --no-fund --silent >&2; then
        echo "receiptio cannot be had here; its tests are skipped" >&2
        return 0
    fi
    cp "$wanted/package-lock.json" "$folder/node_modules/wanted.json"
}

# The virtual environment, holding exactly what requirements.lock pins.
need_environment() {
    if [ ! -x "$python" ]; then
        python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
            give_up "Python 3.11 or newer is needed; python3 is $(python3 --version 2>&1)."
        python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv
        python3 -m venv "$root/.venv"
    fi
    local stamp="$root/.venv/requirements.stamp" wanted
    wanted=$(sha256sum <"$root/requirements.lock")
    if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            --requirement "$root/requirements.lock" >&2
        printf '%s\n' "$wanted" >"$stamp"
    fi
}

# The faces that the screens and the receipts are set in.
need_fonts() {
    "$python" "$root/assets/fonts/build.py" >&2
}

set_up() {
    need_desktop
    need_input_methods
    need_environment
    need_fonts
}

# A folder of our own, and everything started here ended, when the script ends.
private=
children=()
leave() {
    local status=$? child
    for child in "${children[@]}"; do
        kill "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    done
    rm -rf -- "$private"
    exit "$status"
}

# $private: a folder that goes when the script ends.
private_folder() {
    [ -n "$private" ] && return
    private=$(mktemp -d)
    trap leave EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# display WxH: a private X server; its number goes to DISPLAY.
display() {
    private_folder
    local number pipe="$private/display.${#children[@]}"
    mkfifo "$pipe"
    Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp -noreset 3>"$pipe" >"$pipe.log" 2>&1 &
    children+=($!)
    if ! read -r -t 30 number <>"$pipe"; then
        give_up "Xvfb did not start:" "$(cat "$pipe.log")"
    fi
    export DISPLAY=":$number"
}

# Kivy leaves our arguments, our log and the user's home alone.
calm_kivy() {
    private_folder
    export KIVY_NO_ARGS=1 KIVY_LOG_MODE=PYTHON KIVY_HOME="$private/kivy"
    mkdir -p "$KIVY_HOME"
}
