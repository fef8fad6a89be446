#!/usr/bin/env bash
# Publishes the program with the shipped rules, mappings, manual page and completions into a folder.
#   packaging/publish.sh --output FOLDER [--runtime linux-x64] [--commit HASH] [--framework-dependent]
# Without --framework-dependent the folder has the .NET runtime and needs nothing of the machine but glibc. Exit 3 for a wrong argument.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
output= runtime= commit= contained=true
while [ $# -gt 0 ]; do
    case $1 in
        --output) output=$2; shift 2 ;;
        --runtime) runtime=$2; shift 2 ;;
        --commit) commit=$2; shift 2 ;;
        --framework-dependent) contained=false; shift ;;
        *) printf 'publish.sh: unknown argument %s\n' "$1" >&2; exit 3 ;;
    esac
done
[ -n "$output" ] || { echo 'publish.sh: --output FOLDER is missing' >&2; exit 3; }
case $(uname -m) in aarch64) here=linux-arm64 ;; *) here=linux-x64 ;; esac
runtime=${runtime:-$here}
mkdir -p "$output"
output=$(cd "$output" && pwd)
[ -z "$(ls -A "$output")" ] || { printf 'publish.sh: %s is not empty\n' "$output" >&2; exit 3; }

arguments=(publish engine/RiskEngine.Cli -c Release -r "$runtime" --self-contained "$contained" -o "$output" --nologo -v quiet -nodeReuse:false)
[ -z "$commit" ] || [ "$commit" = unknown ] || arguments+=("-p:SourceRevisionId=$commit")
(cd "$root" && dotnet "${arguments[@]}")

mkdir -p "$output/rules" "$output/docs"
cp -r "$root/rules/packs" "$root/rules/mappings" "$output/rules/"
cp -r "$root/docs/." "$output/docs/"
cp "$root/README.md" "$root/CHANGELOG.md" "$root/SECURITY.md" "$output/"
cp -r "$root/packaging/systemd" "$output/"
if [ "$runtime" = "$here" ]; then
    program=("$output/riskengine")
    [ "$contained" = true ] || program=(dotnet "$output/riskengine.dll")
    mkdir -p "$output/share/man/man1" "$output/share/completions"
    "${program[@]}" man >"$output/share/man/man1/riskengine.1"
    for shell in bash zsh fish; do "${program[@]}" completions "$shell" >"$output/share/completions/riskengine.$shell"; done
fi
