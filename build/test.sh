# The launcher's test command. Sourced by ../riskengine, whose functions it uses.
. "$root/build/checks.sh"

test_help() {
    cat <<'TEXT'
Builds everything, runs the tests, and then checks format, coverage and speed. With a FILTER it runs tests only.

  ./riskengine test [FILTER...]
  ./riskengine test --torture [N]

A FILTER is a part of a test's full name, e.g. Watermark or RiskEngine.Kafka.Tests; several mean any of them. One with
an operator is passed on as it is, e.g. 'Category!=Slow' (see dotnet test --filter). Tests that need a real Redis are
skipped where there is no redis-server. RISKENGINE_TEST_KAFKA=host:port runs the integration tests on that cluster.

RISKENGINE_TEST_EFFORT=N plays N times as many random streams and files as usual, and the largest searches.

--torture plays a stream of events through real engines N times (200) while engines are killed, N/4 times with the
store inside them, N/4 times while Redis is killed and restarted, N/4 times while brokers fail, N/10 times while
instances join and leave, all at random moments, and compares the alerts with the golden ones. It takes about N/5 minutes. RISKENGINE_TEST_TORTURE_SEED=S (1) tries other moments.

Ends with a line "N passed, N failed"; a check counts as a test does. Exit codes: 0 all passed, 1 a test failed or none ran, 3 this
machine lacks something.
TEXT
}

# Adds up the counters of all result files: "total executed passed failed".
sum_counters() {
    cat "$@" | grep -o '<Counters [^>]*>' | awk '
        function value(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
        { total += value("total"); executed += value("executed"); passed += value("passed")
          failed += value("failed") + value("error") + value("timeout") + value("aborted") }
        END { print total + 0, executed + 0, passed + 0, failed + 0 }'
}

# torture_report FILE: a line for each kind of trouble; the file has a line for each run that came out golden.
torture_report() {
    [ -s "$1" ] || return 0
    awk '
        { runs[$1]++; repeats[$1] += $3; if ($3 > 0) repeating[$1]++; if ($3 > most[$1]) most[$1] = $3; engines[$1] += $4; seconds[$1] += $5 }
        END {
            printf "%-16s %11s %16s %14s %13s %14s %11s\n", "trouble", "golden runs", "engines started", "repeats, total", "most in a run", "runs with some", "seconds/run"
            for (kind in runs)
                printf "%-16s %11d %16d %14d %13d %14d %11.1f\n", kind, runs[kind], engines[kind], repeats[kind], most[kind], repeating[kind], seconds[kind] / runs[kind]
        }' "$1"
}

# run_project PROJECT: runs its tests.
run_project() {
    # What the runner says for every project, whether or not anything happened.
    local noise='^(Test run for |VSTest version |A total of |Starting test execution|Results File: |WARNING: Overwriting|No test '
    noise+="|Additionally, path to test adapters|Data collector 'Blame' message: All tests finished|$)"
    local project=$1 of
    local -a coverage tests
    of=$(basename "$project" .csproj)
    coverage_options "$project"
    # The assembly leaves nothing for the build to look at; only the project knows where the collector is that counts lines.
    if [ ${#coverage[@]} -eq 0 ]; then tests=("$root/artifacts/bin/$of/${configuration,,}/$of.dll"); else tests=("$project" -c "$configuration" --no-build -nodeReuse:false --tl:off); fi
    (cd "$root" && "$dotnet" test "${tests[@]}" --nologo \
        ${filter:+--filter "$filter"} --logger "trx;LogFileName=$of.trx" --logger 'console;verbosity=minimal' --results-directory "$results" \
        --blame-hang-timeout "${RISKENGINE_TEST_HANG:-10m}" --blame-hang-dump-type none "${coverage[@]}") 2>&1 </dev/null |
        { grep --line-buffered -Ev "$noise" || true; }
}

# lane PROJECT...: runs these one after the other, but for those that a lane beside it has taken; making a folder can succeed in one of them only.
lane() {
    local project taken bad=0
    for project in "$@"; do
        taken=$results/taken/$(basename "$project")
        if mkdir "$taken" 2>/dev/null; then run_project "$project" || bad=1; elif [ ! -d "$taken" ]; then bad=1; fi
    done
    return "$bad"
}

run_tests() {
    local filter='' part results code=0 total executed passed failed skipped torture=
    if [ "${1:-}" = --torture ]; then
        torture=${2:-200}
        [[ $# -le 2 && $torture =~ ^[1-9][0-9]{0,5}$ ]] || fail 3 "test --torture takes one whole number above 0, not '${*:2}'"
        set -- TortureTests
    fi
    for part in "$@"; do
        case $part in
            -h | --help) test_help; exit 0 ;;
            -*) say "test takes filters, not options: '$part'"; test_help >&2; exit 3 ;;
            *[=~\|\&\(]*) filter+=${filter:+|}$part ;;
            *) filter+=${filter:+|}FullyQualifiedName~$part ;;
        esac
    done

    want_redis
    build RiskEngine.sln "$state/tests-$configuration" engine rules models tests \
        $(cd "$root" && [ -d bench ] && echo bench)
    find_dotnet || need_dotnet

    results=$root/artifacts/test-results/$(date +%Y%m%d-%H%M%S)-$$
    mkdir -p "$results"
    if [ -n "$torture" ]; then
        export RISKENGINE_TEST_TORTURE=$torture RISKENGINE_TEST_TORTURE_REPORT=$results/torture.txt
        RISKENGINE_TEST_HANG=${RISKENGINE_TEST_HANG:-30m}
    fi
    say "running the tests${filter:+ with $filter}"
    # Programs that run for seconds only pay for what the compiler notes down about them.
    export DOTNET_TieredPGO=${DOTNET_TieredPGO:-0}
    # Two lanes: one begins with the tests that start engines, which wait much of their time and take the longest; the other computes meanwhile.
    # A test that hangs is ended and named instead of holding up everything.
    local -a projects=("$root"/tests/RiskEngine.Cli.Tests/*.csproj "$root"/tests/*/*.csproj)
    mkdir "$results/taken"
    lane "${projects[@]}" &
    local other=$!
    lane "${projects[@]}" || code=1
    wait "$other" || code=1

    shopt -s nullglob globstar
    local files=("$results"/**/*.trx)
    read -r total executed passed failed < <(if [ ${#files[@]} -gt 0 ]; then sum_counters "${files[@]}"; else echo 0 0 0 0; fi)
    skipped=$((total - executed))
    [ -n "$filter" ] || run_checks
    [ -z "$torture" ] || torture_report "$RISKENGINE_TEST_TORTURE_REPORT"
    if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
        say "the test run ended early (exit $code); its output is above"
    fi
    [ $((passed + failed)) -gt 0 ] || say 'no test ran'
    [ "$skipped" -gt 0 ] && skipped=", $skipped skipped" || skipped=
    echo "$passed passed, $failed failed$skipped"
    [ "$code" -eq 0 ] && [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || exit 1
    exit 0
}
