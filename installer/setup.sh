#!/bin/bash
# Makes the virtual environment VENV: Debian packages, locked Python packages with checked hashes, the project itself.
# Usage: setup.sh VENV, in the project's folder.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

find_python() {
    local name
    for name in python3.11 python3.12 python3.13; do
        if "$name" -c 'pass' 2>/dev/null; then
            echo "$name"
            return 0
        fi
    done
    echo "没有找到 Python 3.11、3.12 或 3.13。请先安装：apt-get install python3.11" >&2
    return 1
}

main() {
    local venv=$1 python
    python=$(find_python)
    bash "$here/debian.sh" "$python"
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        echo "建立虚拟环境 ${venv}（${python}）"
        "$python" -m venv --clear "$venv"
    fi
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
    echo "安装锁定的软件包（首次约需几分钟）"
    "$venv/bin/python" -m pip install -qq --only-binary :all: --require-hashes -r requirements.lock
    "$venv/bin/python" -m pip install -qq --no-deps --no-build-isolation --editable .
}

main "$@"
