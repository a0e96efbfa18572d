# What the machine must have, for ./run, ./test and ./bench. Sourced, not run.
#
# Everything comes from Debian's packages. A machine that has it all is not touched and needs no root.

# Says what is wrong and what to do about it, in one sentence, and ends.
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Runs a step. When it fails, ends: with one sentence when a disk is full, otherwise with what the step said and the sentence
# given.
step() {
    local sentence=$1 said
    shift
    said=$("$@" 2>&1 </dev/null) || fail_because "$said" "$sentence"
}

fail_because() {
    local said=$1 sentence=$2 room place no_room
    read -r room place < <(places_by_room)
    no_room="No room is left on the disk of $place: free some (a first start takes about 4 GB) and run this again."
    shopt -s nocasematch
    [[ $said =~ no\ space\ left\ on\ device|not\ enough\ space|enough\ free\ space|enospc ]] && fail "$no_room"
    [ -z "$said" ] || printf '%s\n' "$said" >&2
    # Some tools die of a full disk without a word about it.
    [ "$room" -ge 20480 ] || fail "$no_room"
    fail "$sentence"
}

# The folders into which the steps write, each after the KiB that are left on its disk, the least first.
places_by_room() {
    local place
    for place in "$PWD" "${TMPDIR:-/tmp}" ~ /var/cache/apt; do
        if [ -d "$place" ]; then
            printf '%s %s\n' "$(df --output=avail "$place" | tail -n 1)" "$place"
        fi
    done | sort -n -s -k 1,1
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
/usr/bin/ps                                           procps
/usr/bin/less                                         less
/usr/bin/curl                                         curl
/usr/bin/vim.tiny:/usr/bin/vim                        vim-tiny
/etc/ssl/certs/ca-certificates.crt                    ca-certificates
/usr/bin/clang                                        clang
/usr/include/zlib.h                                   zlib1g-dev
'

# For whatever is done in a real browser: Chromium without its windows, which takes a sixth less time than with hidden ones.
browser_packages='
/usr/bin/chromium-headless-shell                      chromium-headless-shell
/usr/share/fonts/truetype/dejavu                      fonts-dejavu-core
'

test_packages='
/usr/lib/python3/dist-packages/plotly                 python3-plotly
/usr/lib/python3/dist-packages/altair                 python3-altair
/usr/lib/python3/dist-packages/sympy                  python3-sympy
/usr/lib/python3/dist-packages/PIL                    python3-pil
/usr/bin/setpriv                                      util-linux
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

    command -v apt-get >/dev/null || fail "Packages are missing (${missing[*]}) and there is no apt-get here: install them yourself."
    # Asked for here, where sudo may ask for a password.
    as_root true 2>/dev/null || fail "Packages are missing (${missing[*]}): run this once as root, or install them yourself."
    printf 'Installing %s; this can take some minutes\n' "${missing[*]}"
    step "Installing ${missing[*]} failed; what apt-get said is above." install_from_debian "${missing[@]}"
}

# A list that cannot be fetched may be one that is not needed, so only what becomes of the installation counts. A machine that
# has just been started may be updating itself: its lock is waited for.
install_from_debian() {
    as_root apt-get update -qq || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

# Runs a command as root.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The device by which a sandbox reaches the network. udev opens it to everybody; a machine without udev leaves it to root,
# and sandboxes do not run as root.
open_network_device() {
    local device=/dev/net/tun
    [ -r "$device" ] && [ "$(stat -c %a "$device")" = 666 ] && return 0
    as_root sh -c "mkdir -p /dev/net && { [ -e $device ] || mknod $device c 10 200; } && chmod 0666 $device" \
        || printf 'Sandboxes will have no network: %s is not open to everybody. As root: chmod 0666 %s\n' "$device" "$device" >&2
}

# .NET and Node, which are not Debian's to give. Asked for before anything is installed.
require_sdks() {
    command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: install it (https://dotnet.microsoft.com/download) and run this again."
    command -v node >/dev/null && command -v npm >/dev/null || fail "Node 20 with npm is missing: install it (https://nodejs.org) and run this again."
    local node
    node=$(node --version)
    node=${node#v}
    [ "${node%%.*}" -ge 20 ] || fail "Node $node is too old: version 20 or newer is needed."
}

# That dotnet runs, which takes libraries that come with the packages, and that it is the one that global.json names.
require_dotnet() {
    local said
    said=$(dotnet --version 2>&1) && return 0
    case $said in
        *'SDK was not found'* | *'No .NET SDKs were found'*)
            fail "The .NET 10 SDK is missing, this machine's dotnet has another: install it (https://dotnet.microsoft.com/download) and run this again." ;;
    esac
    printf '%s\n' "$said" >&2
    fail "This machine's dotnet does not run; what it said is above."
}

# The npm packages, when the lock file is newer than what is installed.
install_npm_packages() {
    if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
        printf 'Installing the npm packages\n'
        step "npm ci failed; what it said is above." npm ci --no-audit --no-fund --loglevel=error
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
