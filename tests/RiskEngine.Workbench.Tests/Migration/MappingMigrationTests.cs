using System.Text;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Migration;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Migration;

/// <summary>Mappings of the old form, which was for CSV files only, mean the same in the form of today.</summary>
public sealed class MappingMigrationTests : IDisposable
{
    private const string Badge = """
        time: {column: when, format: "yyyy-MM-dd HH:mm", offset: "+08:00"}
        events:
          - kind: access.badge
            source: "door-{door}"
            site: hq/main
            id: "{who}-{line}"
            value: {column: what, map: {in: 1, out: -1}, skip: [test]}
            attributes: {credential: "{who}", fixed: x}
        """;

    private const string Channels = """
        delimiter: ";"
        time: {column: t, format: unix_s}
        events:
          - each: {T: temperature, "p H": ph}
            kind: sensor.water.{name}
            source: "w-{column}"
            site: works
            unit: u
            value: {skip: [NA, "-1"]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_text_that_comes_out_is_free_of_faults_and_says_the_same()
    {
        var yaml = MappingMigration.Migrate(_folder.Write("badge log.yaml", Badge));

        var loaded = new InputLoader().LoadBytes("new.yaml", Encoding.UTF8.GetBytes(yaml));
        Assert.Equal(["RI102"], loaded.Diagnostics.Select(found => found.Code));
        Assert.Contains("topics: badge-log\n", yaml);
        Assert.Contains("zone: \"+08:00\"", yaml);
        Assert.Contains("missing: [\"test\"]", yaml);
        Assert.DoesNotContain("id: \"{{ payload.who }}", yaml);
    }

    [Fact]
    public void A_row_becomes_an_event() => Assert.Equal(
        ["""{"kind":"access.badge","source":"door-7","site":"hq/main","time":"2025-11-16T20:00:00.000Z","value":1,"attributes":{"credential":"Li, \"A\"","fixed":"x"}}"""],
        Read("when,door,who,what\n2025-11-17 04:00,7,\"Li, \"\"A\"\"\",in\n", Badge));

    [Fact]
    public void A_skipped_text_gives_no_event() =>
        Assert.Single(Read("when,door,who,what\n2025-11-17 04:00,7,a,test\n2025-11-17 04:01,7,a,out\n", Badge));

    [Fact]
    public void Columns_become_events_of_their_own_and_gaps_none() => Assert.Equal(
        [
            """{"kind":"sensor.water.temperature","source":"w-T","site":"works","time":"2026-01-05T10:00:00.500Z","value":6.5,"unit":"u"}""",
            """{"kind":"sensor.water.ph","source":"w-p H","site":"works","time":"2026-01-05T10:00:00.500Z","value":8,"unit":"u"}""",
            """{"kind":"sensor.water.ph","source":"w-p H","site":"works","time":"2026-01-05T10:00:02.000Z","value":7.25,"unit":"u"}""",
        ],
        Read("t;T;p H\n1767607200.5;6.5;8\n1767607201;;-1\n1767607202;NA;7.25\n", Channels));

    [Fact]
    public void A_file_out_of_order_is_sorted_where_the_mapping_says_so()
    {
        const string rows = "when,door,who,what\n2025-11-17 05:00,1,a,in\n2025-11-17 04:00,2,b,in\n2025-11-17 05:00,3,c,in\n";

        Assert.Equal(["door-1", "door-2", "door-3"], Read(rows, Badge).Select(Source));
        Assert.Equal(["door-2", "door-1", "door-3"], Read(rows, "sort: true\n" + Badge).Select(Source));
    }

    [Fact]
    public void Rows_can_be_chosen_and_values_be_texts_or_truths()
    {
        const string mapping = """
            time: {column: t, format: unix_ms}
            events:
              - {kind: access.door, source: d, site: s, value: {column: v, type: text}, when: {k: [a, b, ""]}}
              - {kind: access.open, source: d, site: s, value: {column: v, type: boolean}, when: {k: c}}
            """;

        var events = Read("t,k,v\n1767607200000,a,x\n1767607200001,c,true\n1767607200002,d,x\n1767607200003,c,0\n1767607200004,,y\n", mapping);

        Assert.Equal(["\"x\"", "true", "false", "\"y\""], events.Select(e => e.Split("\"value\":")[1].TrimEnd('}')));
    }

    [Fact]
    public void A_line_number_outside_an_id_has_no_place_in_the_new_form() => Assert.Contains("m.yaml:2: {line} stands elsewhere than in id",
        Assert.Throws<InputException>(() => MappingMigration.Migrate(_folder.Write("m.yaml",
            "time: {column: t, format: unix_s}\nevents: [{kind: sensor.x, source: \"s-{line}\", site: p}]"))).Message);

    [Fact]
    public void A_mapping_of_today_is_known_by_its_topics()
    {
        Assert.True(RecordedMapping.IsOld(_folder.Write("old.yaml", Badge)));
        Assert.False(RecordedMapping.IsOld(_folder.Write("new.yaml", MappingMigration.Migrate(_folder.Write("old.yaml", Badge)))));
    }

    private List<string> Read(string rows, string mapping)
    {
        var inputs = RecordedMapping.Load(_folder.Write("m.yaml", mapping)) with
        {
            AsEvents = true,
            OnRejected = (rejection, place) => Assert.Fail($"{place}: {rejection.Detail}"),
        };
        return [.. RecordedEvents.Open([_folder.Write("rows.csv", rows)], inputs: inputs).Select(e => Encoding.UTF8.GetString(e.Json.Span))];
    }

    private static string Source(string json) => json.Split("\"source\":\"")[1].Split('"')[0];
}
