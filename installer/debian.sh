#!/bin/bash
# Installs the Debian packages that Qt and the virtual environment need, and only those that are missing.
# Usage: debian.sh PYTHON. Without root's rights it names them in one line and fails; without apt it says so and passes.
set -euo pipefail

# library file asked for by Qt (ldconfig's name) = Debian package that brings it
offscreen=(
    libglib-2.0.so.0=libglib2.0-0 libEGL.so.1=libegl1 libGL.so.1=libgl1 libxkbcommon.so.0=libxkbcommon0
    libfontconfig.so.1=libfontconfig1 libfreetype.so.6=libfreetype6 libdbus-1.so.3=libdbus-1-3 libX11.so.6=libx11-6
    libbrotlidec.so.1=libbrotli1
)
screen=(
    libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1
    libxcb-shape.so.0=libxcb-shape0 libxkbcommon-x11.so.0=libxkbcommon-x11-0
)

missing_packages() {
    local python=$1 known pair wanted=("${offscreen[@]}")
    [[ -z ${DISPLAY:-} ]] || wanted+=("${screen[@]}")
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    for pair in "${wanted[@]}"; do
        [[ $known == *$'\t'"${pair%%=*} "* ]] || echo "${pair#*=}"
    done
    "$python" -c 'import ensurepip' 2>/dev/null || echo "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
}

main() {
    local missing
    if ! command -v apt-get >/dev/null; then
        echo "非 Debian 系统：Qt 需要的系统库请自行安装（清单见 installer/debian.sh）。"
        return 0
    fi
    mapfile -t missing < <(missing_packages "$1")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if [[ $(id -u) -ne 0 ]]; then
        echo "缺少系统软件包，请先运行：sudo apt-get install --no-install-recommends ${missing[*]}" >&2
        return 1
    fi
    echo "安装系统软件包：${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update || echo "软件源更新不完整，继续用已有的清单。" >&2
    if ! apt-get -qq -o Dpkg::Use-Pty=0 install --yes --no-install-recommends "${missing[@]}" </dev/null >/dev/null; then
        echo "系统软件包没有装上，请检查软件源（/etc/apt）和网络，然后重新运行：${missing[*]}" >&2
        return 1
    fi
}

main "$@"
