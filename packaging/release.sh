#!/usr/bin/env bash
# Makes self-contained archives with checksums in artifacts/release: riskengine-VERSION-RUNTIME.tar.gz and SHA256SUMS.
#   packaging/release.sh [RUNTIME...]      linux-x64 without one; linux-arm64 can be made on x64 too, without manual page and completions
# The same commit gives archives with the same names, owners and times inside. Exit 1 where the checkout has changes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
[ $# -gt 0 ] || set -- linux-x64
if [ -n "$(git status --porcelain)" ] && [ -z "${RISKENGINE_RELEASE_DIRTY:-}" ]; then
    echo 'release.sh: the checkout has changes; commit them, or set RISKENGINE_RELEASE_DIRTY=1 for a trial' >&2
    exit 1
fi
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
commit=$(git rev-parse HEAD)
made=$(git log -1 --format=%ct)
release=$root/artifacts/release
rm -rf "$release"
mkdir -p "$release"
for runtime in "$@"; do
    name=riskengine-$version-$runtime
    packaging/publish.sh --output "$release/$name" --runtime "$runtime" --commit "$commit"
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$made" -C "$release" -cf - "$name" | gzip -n -9 >"$release/$name.tar.gz"
    rm -rf "${release:?}/$name"
done
cd "$release"
sha256sum ./*.tar.gz | sed 's|\./||' >SHA256SUMS
cat SHA256SUMS
