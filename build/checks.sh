# What the launcher's test command checks besides the tests. Sourced by test.sh, whose functions and variables it uses.

# Least share of the lines of a project, in percent, that its own tests must run. Raise one when it has grown; lower one only with a reason in
# the commit message.
declare -A coverage_floor=(
    [RiskEngine.Core]=87
    [RiskEngine.Pipeline]=79
    [RiskEngine.Desk]=90
    [RiskEngine.Cel]=89
    [RiskEngine.Rules]=85
    [RiskEngine.Workbench]=92
    [RiskEngine.LanguageServer]=85
    [RiskEngine.Models]=92
)

# coverage_options PROJECT: sets $coverage, the options of dotnet test that count the lines run; empty for a project without a floor. Lines that a
# generator wrote, as those of regular expressions, do not count. A line is
# counted once and no more: that allocates nothing and takes a third of the time more than no counting, twice the time at worst.
coverage_options() {
    local of
    of=$(basename "$1" .Tests.csproj)
    coverage=()
    [ -z "$filter" ] && [ -n "${coverage_floor[$of]:-}" ] || return 0
    local settings='DataCollectionRunSettings.DataCollectors.DataCollector.Configuration'
    coverage=(--collect 'XPlat Code Coverage;Format=cobertura' -- "$settings.Include=[$of]*" "$settings.ExcludeByAttribute=GeneratedCodeAttribute" "$settings.SingleHit=true")
}

# check NAME COMMAND...: runs a check, tells how it ended, and counts it.
check() {
    local name=$1 started=$SECONDS
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "check $name: passed ($((SECONDS - started)) s)"
    else
        failed=$((failed + 1))
        echo "check $name: FAILED ($((SECONDS - started)) s)"
    fi
}

# The source files are formatted as .editorconfig says.
check_format() {
    (cd "$root" && "$dotnet" format whitespace . --folder --verify-no-changes --include engine/ rules/ models/ bench/ tests/) </dev/null 2>&1 |
        sed "s|$root/||" | head -n 40
    [ "${PIPESTATUS[0]}" -eq 0 ] && return 0
    echo "to mend it: dotnet format whitespace . --folder --include engine/ rules/ models/ bench/ tests/"
    return 1
}

# check_coverage PROJECT: its tests run at least its floor of its lines.
check_coverage() {
    local of=$1 rate
    rate=$(cat "$results"/*/coverage.cobertura.xml 2>/dev/null | grep -o "<package name=\"$of\" line-rate=\"[0-9.]*\"" | head -n 1 | cut -d '"' -f 4)
    if [ -z "$rate" ]; then
        echo "$of: its tests left no report of the lines that they ran"
        return 1
    fi
    awk -v of="$of" -v rate="$rate" -v floor="${coverage_floor[$of]}" 'BEGIN {
        printf "%s: its tests run %.1f %% of its lines; the floor is %d %%\n", of, 100 * rate, floor
        exit 100 * rate < floor }'
}

# The engine is as fast, in times of other ways in the same run, as it was; a margin of 40 % makes room for other machines. A machine that is busy
# with something else disturbs a run, and seldom all of three; an engine of half the speed is slow in each.
check_speed() {
    local try
    for try in 1 2 3; do
        ! "$dotnet" "$program" bench guard --file "$root/bench/results/guard.json" --seconds 3 --margin 40 </dev/null || return 0
    done
    return 1
}

# run_checks: all of them, counted in $passed and $failed.
run_checks() {
    local of
    check format check_format
    for of in $(printf '%s\n' "${!coverage_floor[@]}" | sort); do check "coverage of $of" check_coverage "$of"; done
    check speed check_speed
}
