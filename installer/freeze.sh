#!/bin/bash
# Freezes the program into build/frozen/gridcenter and tries it where it can see neither Python nor the checkout's settings.
# Usage: freeze.sh VENV, in the project's folder.
set -euo pipefail
shopt -s inherit_errexit

python=$1/bin/python
program=$PWD/build/frozen/gridcenter
samples=$program/_internal/gridcenter/_bundle/resources/samples/yanwu
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT

freeze() {
    if ! "$python" -m PyInstaller --version >/dev/null 2>&1; then
        echo "安装 PyInstaller"
        "$python" -m pip install -qq --no-build-isolation --editable '.[freeze]'
    fi
    "$python" -m PyInstaller --noconfirm --log-level ERROR \
        --workpath build/freezing --distpath build/frozen installer/gridcenter.spec
}

frozen() { # its arguments: those of the program
    (cd "$trial" && env -i HOME="$trial" PATH=/usr/bin:/bin LANG=C GRIDCENTER_PASSWORD=frozen \
        "$program/gridcenter" --data "$trial/data" --json "$@")
}

expect() { # WORDS, then the arguments of the program: its answer must hold the words
    local answer
    answer=$(frozen "${@:2}")
    if [[ $answer != *"$1"* ]]; then
        echo "冻结的程序：${*:2} 应答里没有 $1：$answer" >&2
        return 1
    fi
}

same_paper() { # the frozen program and the checkout print the same bytes
    local ledger=(ledger inspection --month 2026-10 -o)
    expect '"missing_glyphs": []' "${ledger[@]}" frozen.pdf
    GRIDCENTER_PASSWORD=frozen "$python" -m gridcenter --data "$trial/data" "${ledger[@]}" "$trial/checkout.pdf" >/dev/null
    cmp "$trial/frozen.pdf" "$trial/checkout.pdf"
}

window_opens() {
    local said=$trial/window.log shown='QWidgetWindow.*to true via QWidgetWindow::setNativeWindowVisibility'
    env -i HOME="$trial" PATH=/usr/bin:/bin LANG=C QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES=qt.widgets.showhide=true \
        timeout 60 "$program/gridcenter-window" --data "$trial/data" >"$said" 2>&1 &
    local window=$!
    while ! grep -q "$shown" "$said"; do
        if ! kill -0 "$window" 2>/dev/null; then
            echo "冻结的程序：窗口没有打开" >&2
            grep -v '^qt.widgets' "$said" >&2 || true
            return 1
        fi
        sleep 0.2
    done
    kill "$window"
    wait "$window" || true
}

main() {
    freeze
    expect '"villages": 20' init --division 371423200
    expect '"created": 79' import grids "$samples/严务乡网格划分表.xlsx"
    expect '"created": 22' import inspections "$samples/10月督查打分表.xlsx"
    same_paper
    expect '"ok": true' check --deep
    expect '"inspections": 22' count
    window_opens
    expect '"papers"' --data "$trial/demo" demo --small --no-window
    du -sh "$program"
}

main
