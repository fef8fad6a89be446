using System.Text;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.InputTests;

namespace RiskEngine.Workbench.Tests.InputTests;

public sealed class ShippedInputsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "rules", "inputs");

    [Fact]
    public void Shipped_mappings_have_no_findings_and_pass_their_tests()
    {
        var loaded = new InputLoader().LoadFrom(Folder);
        Assert.Equal("", DiagnosticText.Render(loaded.Diagnostics));
        Assert.All(loaded.Inputs.Mappings, mapping => Assert.InRange(mapping.Tests.Count, 2, 100));
        Assert.All(InputTestRunner.RunAll(loaded.Inputs), result => Assert.True(result.Passed, result.ToString()));
    }

    [Fact]
    public void A_test_fails_for_each_thing_that_is_not_as_expected()
    {
        var loaded = new InputLoader().LoadBytes("m.yaml", Encoding.UTF8.GetBytes("""
            id: m
            title: M
            topics: t
            source: "{{ payload.d }}"
            site: a
            time: received
            events:
              - kind: sensor.x
                value: payload.v
            tests:
              - {name: other value, payload: {d: a, v: 1}, received: 2026-01-05T00:00:00Z, expect: [{value: 2, source: a}]}
              - {name: absent field, payload: {d: a, v: 1}, received: 2026-01-05T00:00:00Z, expect: [{value: 1, unit: null, id: x}]}
              - {name: one too few, payload: {d: a, v: 1}, received: 2026-01-05T00:00:00Z, expect: nothing}
              - {name: one too many, payload: {d: a}, received: 2026-01-05T00:00:00Z, expect: [{value: 1}], rejected: "there is no 'v'"}
              - {name: dead letter, payload: {d: a}, received: 2026-01-05T00:00:00Z, expect: nothing}
              - {name: no dead letter, payload: {d: a, v: 1}, received: 2026-01-05T00:00:00Z, expect: [{value: 1}], rejected: "there is no 'v'"}
              - {name: other reason, payload: {d: a}, received: 2026-01-05T00:00:00Z, rejected: bad_time}
              - {name: other topic, topic: u, payload: {d: a, v: 1}, expect: nothing}
            """));
        Assert.False(loaded.HasErrors, DiagnosticText.Render(loaded.Diagnostics));
        var results = InputTestRunner.RunAll(loaded.Inputs);
        Assert.Equal(8, results.Count);
        Assert.All(results, result => Assert.False(result.Passed, result.ToString()));
        Assert.Equal(["- value 2", "+ value 1"], results[0].Lines);
        Assert.Equal(["- id 'x'", "+ id absent"], results[1].Lines);
    }
}
