# What the machine must have, for ./run, ./test and ./bench. Sourced, not run.
#
# Everything comes from Debian's packages. A machine that has it all is not touched and needs no root.

# Says what is wrong and what to do about it, in one sentence, and ends.
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The file that proves that a package is there, beside the package's name: looking at files takes a millisecond, asking
# dpkg a tenth of a second. For sandboxes, and to compile the Agent ahead of time.
product_packages='
/usr/bin/bwrap                                        bubblewrap
/usr/bin/pasta                                        passt
/usr/sbin/nft                                         nftables
/usr/bin/python3                                      python3
/usr/bin/python                                       python-is-python3
/usr/bin/pip3                                         python3-pip
/usr/lib/python3/dist-packages/IPython                python3-ipython
/usr/lib/python3/dist-packages/numpy                  python3-numpy
/usr/lib/python3/dist-packages/pandas                 python3-pandas
/usr/lib/python3/dist-packages/matplotlib             python3-matplotlib
/usr/share/doc/python3-venv                           python3-venv
/usr/bin/ping                                         iputils-ping
/usr/bin/git                                          git
/usr/bin/clang                                        clang
/usr/include/zlib.h                                   zlib1g-dev
'

test_packages='
/usr/bin/chromium                                     chromium
/usr/share/fonts/truetype/dejavu                      fonts-dejavu-core
/usr/lib/python3/dist-packages/plotly                 python3-plotly
/usr/lib/python3/dist-packages/altair                 python3-altair
/usr/lib/python3/dist-packages/sympy                  python3-sympy
/usr/lib/python3/dist-packages/PIL                    python3-pil
/usr/bin/setpriv                                      util-linux
/usr/bin/vim.tiny:/usr/bin/vim                        vim-tiny
/usr/bin/less                                         less
/usr/bin/htop                                         htop
/usr/sbin/ip:/sbin/ip                                 iproute2
'

# The peer of docs/performance.md.
bench_packages='
/usr/bin/jupyter-server                               jupyter-server
/usr/share/jupyter/kernels/python3/kernel.json        python3-ipykernel
'

# Installs the packages of a list whose proof is missing.
install_packages() {
    local proofs package proof found missing=()
    while read -r proofs package; do
        [ -n "$proofs" ] || continue
        found=
        for proof in ${proofs//:/ }; do
            [ -e "$proof" ] && found=yes
        done
        [ -n "$found" ] || missing+=("$package")
    done <<<"$1"
    [ ${#missing[@]} -gt 0 ] || return 0

    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "Packages are missing (${missing[*]}): run this once as root, or install them yourself."
        as_root=(sudo)
    fi
    command -v apt-get >/dev/null || fail "Packages are missing (${missing[*]}) and there is no apt-get here: install them yourself."
    printf 'Installing %s\n' "${missing[*]}"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -qq \
        && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        cat "$log" >&2
        fail "Installing ${missing[*]} failed; what apt-get said is above."
    fi
    rm -f "$log"
}

# The device by which a sandbox reaches the network. udev opens it to everybody; a machine without udev leaves it to root,
# and sandboxes do not run as root.
open_network_device() {
    local device=/dev/net/tun as_root=()
    [ -r "$device" ] && [ "$(stat -c %a "$device")" = 666 ] && return 0
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" sh -c "mkdir -p /dev/net && { [ -e $device ] || mknod $device c 10 200; } && chmod 0666 $device" \
        || printf 'Sandboxes will have no network: %s is not open to everybody. As root: chmod 0666 %s\n' "$device" "$device" >&2
}

# .NET and Node, which are not Debian's to give.
require_sdks() {
    command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: install it (https://dotnet.microsoft.com/download) and run this again."
    # In the repository global.json decides; a wrong SDK makes dotnet itself fail there.
    dotnet --version >/dev/null 2>&1 || fail "The .NET 10 SDK is missing: this machine's dotnet does not satisfy global.json."
    command -v npm >/dev/null || fail "Node 20 with npm is missing: install it (https://nodejs.org) and run this again."
    local node
    node=$(node --version)
    node=${node#v}
    [ "${node%%.*}" -ge 20 ] || fail "Node $node is too old: version 20 or newer is needed."
}

# The npm packages, when the lock file is newer than what is installed.
install_npm_packages() {
    if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
        printf 'Installing the npm packages\n'
        npm ci --no-audit --no-fund --loglevel=error || fail "npm ci failed; what it said is above."
        touch node_modules/.package-lock.json
    fi
}

# True when anything of the named files and folders is newer than the stamp. A deletion makes its folder newer.
changed_since() {
    local stamp=$1
    shift
    [ -e "$stamp" ] || return 0
    [ -n "$(find "$@" -newer "$stamp" -print -quit)" ]
}
