using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Migration;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Migration;

public sealed class CsvMappingFileTests : IDisposable
{
    private const string Event = "events: [{kind: sensor.x, source: s, site: p}]";
    private const string Time = "time: {column: t, format: unix_s}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("unknown key", Time + "\n" + Event + "\ntimezone: x", "m.yaml:3: key 'timezone' is not known here; known are id, title")]
    [InlineData("unknown key in an event", Time + "\nevents: [{kind: sensor.x, source: s, site: p, sitte: x}]", "key 'sitte' is not known here")]
    [InlineData("no time", Event, "m.yaml:1: 'time' is missing; add it")]
    [InlineData("no format", "time: {column: t}\n" + Event, "m.yaml:1: 'format' is missing; add it")]
    [InlineData("bad offset", "time: {column: t, format: unix_s, offset: CET}\n" + Event, "time.offset 'CET' is no offset from UTC; write e.g. '+08:00'")]
    [InlineData("no events", Time, "'events' must be a list with at least one entry")]
    [InlineData("no kind", Time + "\nevents: [{source: s, site: p}]", "m.yaml:2: 'kind' is missing; add it")]
    [InlineData("value without column", Time + "\nevents: [{kind: sensor.x, source: s, site: p, value: {skip: [a]}}]", "'column' is missing; add it")]
    [InlineData("unknown type", Time + "\nevents: [{kind: sensor.x, source: s, site: p, value: {column: c, type: int}}]", "value.type 'int' is not known")]
    [InlineData("map to no number", Time + "\nevents: [{kind: sensor.x, source: s, site: p, value: {column: c, map: {a: b}}}]", "'a' the value 'b', which is no number")]
    [InlineData("delimiter", "delimiter: tab\n" + Time + "\n" + Event, "m.yaml:1: delimiter 'tab' is not one character")]
    [InlineData("no YAML", "time: {column: t", "m.yaml:")]
    [InlineData("key twice", Time + "\n" + Time + "\n" + Event, "m.yaml:2: Duplicate key")]
    [InlineData("empty", "", "m.yaml: the mapping is empty")]
    public void A_fault_is_named_with_its_line_and_a_remedy(string _, string mapping, string expected) =>
        Assert.Contains(expected, Faults(mapping));

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var lines = Faults("time: {column: t}\nevents: [{kind: sensor.x}]\ncolour: x").Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Contains("m.yaml:", line));
    }

    private string Faults(string mapping)
    {
        var path = _folder.Write("m.yaml", mapping);
        return Assert.Throws<InputException>(() => RecordedMapping.Load(path)).Message;
    }
}
