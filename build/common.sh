# Shared by the launcher and the scripts beside it. Sourced, not run.
# Exit codes: 1 findings, failed tests or a failed build; 3 something on this machine must be set up by hand; 4 a
# dependency cannot be reached.

say() { printf 'riskengine: %s\n' "$*" >&2; }

# fail CODE MESSAGE [LINE...]: says what is wrong and, line by line, what to do about it; then exits.
fail() {
    local code=$1
    shift
    say "$1"
    shift
    [ $# -eq 0 ] || printf '    %s\n' "$@" >&2
    exit "$code"
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: directly, or with a sudo that needs no password. Never asks.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 77
    fi
}

can_be_root() { as_root true; }

# apt_install PACKAGE...: installs them, or returns non-zero with the reason in $apt_problem.
apt_install() {
    apt_problem=
    if ! have apt-get; then
        apt_problem='this system has no apt-get'
        return 1
    fi
    if ! can_be_root; then
        apt_problem='this user is neither root nor has a sudo that needs no password'
        return 1
    fi
    local log
    log=$(mktemp)
    local options=(-y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)
    # The lists of a machine may be missing or name versions that are gone by now: a second try refreshes them.
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install "$@" >"$log" 2>&1 </dev/null; then
        if ! { as_root apt-get -o DPkg::Lock::Timeout=300 update &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install "$@"; } >"$log" 2>&1 </dev/null; then
            apt_problem=$(grep -E '^(E|W|Err)' "$log" | head -n 3 | paste -sd ' ')
            apt_problem=${apt_problem:-"apt-get failed: $(tail -n 1 "$log")"}
            rm -f "$log"
            return 1
        fi
    fi
    rm -f "$log"
}

# Sets $dotnet, looking in the usual places when it is not on the PATH.
find_dotnet() {
    local candidate
    for candidate in "$(command -v dotnet 2>/dev/null)" "${DOTNET_ROOT:-/nowhere}/dotnet" "${HOME:-/root}/.dotnet/dotnet" \
        /usr/lib/dotnet/dotnet /usr/share/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
        if [ -n "$candidate" ] && [ -x "$candidate" ]; then
            dotnet=$candidate
            return 0
        fi
    done
    return 1
}
