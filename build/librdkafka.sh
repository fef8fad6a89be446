#!/usr/bin/env bash
# Makes a local stand-in for the NuGet package librdkafka.redist out of the distribution's librdkafka source, for
# package sources that lack it. Called by ../riskengine, and only after a restore has failed for want of that package.
#
#   build/librdkafka.sh VERSION      VERSION is the one that Confluent.Kafka asks for, e.g. 2.15.1
#
# Result: ${XDG_CACHE_HOME:-~/.cache}/riskengine/librdkafka/feed-<rid>/librdkafka.redist.VERSION.N.nupkg, where N encodes
# the version of the source that was built. Directory.Build.targets adds that folder to the restore sources. The
# fourth part of the version lets the real package win wherever it exists: NuGet prefers the exact version that is asked for.
#
# RISKENGINE_LIBRDKAFKA_SOURCE=DIR builds an unpacked source tree instead of fetching one.
# Kerberos and OAUTHBEARER/OIDC are included when libsasl2-dev and libcurl4-openssl-dev are installed beforehand.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/common.sh"

wanted=${1:?usage: build/librdkafka.sh VERSION}
[[ $wanted =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail 3 "'$wanted' is not a version of librdkafka.redist; write e.g. 2.15.1"
oldest=2.8.0 # the oldest that this engine is tried with; Debian 12 has 2.0.2, which lacks functions that Confluent.Kafka calls
suites=(sid trixie) # newest first
store=${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/riskengine/librdkafka
by_hand=(
    "Unpack a librdkafka source tree (version $oldest or newer) and name it:"
    "    RISKENGINE_LIBRDKAFKA_SOURCE=/path/to/librdkafka ./riskengine ..."
    "or add a NuGet source that has librdkafka.redist $wanted (dotnet nuget add source ...)."
)

rid=$(runtime_identifier) || fail 3 "librdkafka can be built here for x86-64 and arm64 only, not $(uname -m)" "${by_hand[@]}"
[ "$(uname -s)" = Linux ] || fail 3 "librdkafka can be built here on Linux only" "${by_hand[@]}"

mkdir -p "$store"
exec 8>"$store/lock-$rid"
if ! flock -n 8; then
    say 'waiting for another launcher that is building librdkafka'
    flock 8
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/riskengine-librdkafka.XXXXXX")
incoming= # half-made parts of the cache, on its own file system so that they can be renamed into place
trap 'rm -rf "$work" ${incoming:+"$incoming"}' EXIT
chmod 755 "$work" # apt downloads as the user _apt

newer_or_same() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

# 2.14.2 -> 21402
encoded() {
    local major minor patch
    IFS=. read -r major minor patch <<<"$1"
    echo $((major * 10000 + minor * 100 + patch))
}

install_build_needs() {
    local missing=() pair
    have gcc || missing+=(gcc libc6-dev)
    have g++ || missing+=(g++) # its configure script asks for a C++ compiler, though no C++ is compiled
    have make || missing+=(make)
    [ -n "${RISKENGINE_LIBRDKAFKA_SOURCE:-}" ] || have dpkg-source || missing+=(dpkg-dev)
    for pair in openssl/ssl.h:libssl-dev zlib.h:zlib1g-dev zstd.h:libzstd-dev; do
        { have gcc && echo "#include <${pair%%:*}>" | gcc -E -x c - >/dev/null 2>&1; } || missing+=("${pair##*:}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]} (needed to build librdkafka)"
    apt_install "${missing[@]}" || fail 3 "cannot install ${missing[*]}: $apt_problem" \
        "Install them by hand, e.g. as root: apt-get install ${missing[*]}" "then run the same command again."
}

# The base addresses of the mirrors that this machine's apt uses, one a line, security and third-party archives last.
apt_mirrors() {
    apt-get update --print-uris 2>/dev/null | sed -n "s|^'\(.*\)/dists/[^']*'.*|\1|p" |
        awk '!seen[$0]++ { if ($0 ~ /security/) last = last $0 "\n"; else print } END { printf "%s", last }'
}

# Runs apt-get on lists of its own, so that the machine's apt configuration stays as it is. Signatures are verified as
# always: against the archive keys that debian-archive-keyring installs.
own_apt() {
    apt-get -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State::lists="$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
        -o APT::Get::List-Cleanup=0 -o Acquire::Languages=none -o Acquire::Retries=3 \
        -o Acquire::IndexTargets::deb-src::Sources::KeepCompressed=true "$@" 8>&-
}

# fetch_source: leaves the source tree in $tree, its version in $native.
fetch_source() {
    have apt-get || fail 3 'librdkafka has to be built from source, but this system has no apt-get to fetch it with' "${by_hand[@]}"
    local keyring=/usr/share/keyrings/debian-archive-keyring.gpg mirrors mirror suite reasons=()
    [ -r "$keyring" ] || apt_install debian-archive-keyring ||
        fail 3 "cannot install debian-archive-keyring, which verifies the source package: $apt_problem" "${by_hand[@]}"
    mapfile -t mirrors < <(apt_mirrors)
    [ ${#mirrors[@]} -gt 0 ] || fail 3 'apt has no package source configured, so librdkafka cannot be fetched' "${by_hand[@]}"

    for suite in "${suites[@]}"; do
        for mirror in "${mirrors[@]}"; do
            rm -rf "$work/lists" "$work/source"
            mkdir -p "$work/lists/partial" "$work/source"
            [ "$(id -u)" -ne 0 ] || chown -R _apt "$work/source" 2>/dev/null || true
            echo "deb-src [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"
            if ! own_apt update --error-on=any >"$work/apt.log" 2>&1; then
                reasons+=("$suite from $mirror: $(grep -E '^(E|W|Err)' "$work/apt.log" | head -n 1)")
                continue
            fi
            if ! (cd "$work/source" && own_apt source --download-only librdkafka) >"$work/apt.log" 2>&1; then
                reasons+=("$suite from $mirror: $(grep -E '^E' "$work/apt.log" | head -n 1)")
                continue
            fi
            # The distribution's patches swap bundled parts for packages that an older suite lacks. Nothing needs them here.
            # apt has checked the files against the signed lists, so dpkg-source need not check the uploader's own signature.
            if ! (cd "$work/source" && dpkg-source --no-check --skip-patches -x ./*.dsc tree) >"$work/apt.log" 2>&1; then
                reasons+=("$suite from $mirror: $(tail -n 1 "$work/apt.log")")
                continue
            fi
            tree=$work/source/tree
            native=$(source_version "$tree")
            if [ -n "$native" ] && newer_or_same "$native" "$oldest"; then
                return 0
            fi
            reasons+=("$suite from $mirror: has ${native:-an unknown version}, too old")
        done
    done
    fail 4 'the source package of librdkafka cannot be had:' "${reasons[@]}" "${by_hand[@]}"
}

# The version that a source tree states, e.g. 2.14.2.
source_version() {
    local hex
    hex=$(sed -n 's/^#define RD_KAFKA_VERSION *0x\([0-9a-fA-F]\{8\}\).*/\1/p' "$1/src/rdkafka.h" 2>/dev/null)
    [ -n "$hex" ] || return 0
    echo "$((16#${hex:0:2})).$((16#${hex:2:2})).$((16#${hex:4:2}))"
}

# compile: builds $tree and files librdkafka.so in the cache.
compile() {
    say "building librdkafka $native (a minute or two, once)"
    (
        cd "$tree"
        # lz4 is bundled; the rest comes from the system. Only the C library is made.
        ./configure --disable-lz4-ext --disable-debug-symbols &&
            make -j"$(nproc 2>/dev/null || echo 2)" -C src librdkafka.so.1
    ) >"$work/build.log" 2>&1 8>&- || {
        mkdir -p "$store"
        cp "$work/build.log" "$store/failed-build.log"
        fail 1 "librdkafka $native does not build here; the log is $store/failed-build.log. Its end:" \
            "$(tail -n 5 "$work/build.log")" "${by_hand[@]}"
    }
    grep -q '^BUILT_WITH\|BUILT_WITH .* SSL' "$work/build.log" || say 'note: this librdkafka has no TLS (OpenSSL headers were not found)'
    strip --strip-unneeded "$tree/src/librdkafka.so.1" 2>/dev/null || true
    incoming=$(mktemp -d "$store/.incoming.XXXXXX")
    cp "$tree/src/librdkafka.so.1" "$incoming/librdkafka.so"
    cp "$tree/LICENSE" "$incoming/LICENSE.txt" 2>/dev/null || true
    chmod 755 "$incoming"
    rm -rf "$store/$native-$rid"
    mv "$incoming" "$store/$native-$rid"
    incoming=
}

# pack: turns the library into a NuGet package in the feed, which holds that package alone: of several that fit NuGet
# would take the oldest.
pack() {
    local version=$wanted.$(encoded "$native")
    mkdir -p "$work/pack"
    cp -r "$store/$native-$rid/." "$work/pack/"
    cat >"$work/pack/librdkafka.redist.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <PackageId>librdkafka.redist</PackageId>
    <Version>$version</Version>
    <Authors>librdkafka contributors</Authors>
    <Description>librdkafka $native, built on this machine from the distribution's source for $rid.</Description>
    <IncludeBuildOutput>false</IncludeBuildOutput>
    <SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking>
    <EnableDefaultItems>false</EnableDefaultItems>
    <NoWarn>NU5128;NU5131</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <None Include="librdkafka.so" Pack="true" PackagePath="runtimes/$rid/native/librdkafka.so" />
    <None Include="LICENSE.txt" Pack="true" PackagePath="LICENSE.txt" Condition="Exists('LICENSE.txt')" />
  </ItemGroup>
</Project>
XML
    find_dotnet || fail 3 'the .NET SDK is needed to pack librdkafka'
    (cd "$work/pack" && "$dotnet" pack --nologo -v q -o "$work/out" -nodeReuse:false) >"$work/pack.log" 2>&1 8>&- ||
        fail 1 'librdkafka cannot be packed:' "$(grep -m 3 -i error "$work/pack.log" || tail -n 3 "$work/pack.log")"
    local feed=$store/feed-$rid
    incoming=$(mktemp -d "$store/.incoming.XXXXXX")
    chmod 755 "$incoming"
    cp "$work/out/librdkafka.redist.$version.nupkg" "$incoming/"
    rm -rf "$feed"
    mv "$incoming" "$feed"
    incoming=
    say "librdkafka $native is ready ($feed)"
}

# Another launcher may have finished the same work while this one waited for the lock.
for package in "$store/feed-$rid/librdkafka.redist.$wanted".*.nupkg; do
    [ ! -e "$package" ] || exit 0
done

native=
if [ -z "${RISKENGINE_LIBRDKAFKA_SOURCE:-}" ]; then
    newest=$(cd "$store" && ls -d -- *-"$rid"/librdkafka.so 2>/dev/null | sed "s|-$rid/.*||" | sort -V | grep -E '^[0-9.]+$' | tail -n 1 || true)
    native=$newest
fi
if [ -z "$native" ]; then
    install_build_needs
    if [ -n "${RISKENGINE_LIBRDKAFKA_SOURCE:-}" ]; then
        tree=$work/tree
        cp -r "$RISKENGINE_LIBRDKAFKA_SOURCE" "$tree"
        native=$(source_version "$tree")
        [ -n "$native" ] || fail 3 "$RISKENGINE_LIBRDKAFKA_SOURCE holds no librdkafka source (src/rdkafka.h states no version)"
        newer_or_same "$native" "$oldest" || fail 3 "$RISKENGINE_LIBRDKAFKA_SOURCE is librdkafka $native; $oldest or newer is needed"
    else
        say 'fetching the source of librdkafka from the Debian archive (this NuGet source lacks librdkafka.redist)'
        fetch_source
    fi
    compile
fi
pack
