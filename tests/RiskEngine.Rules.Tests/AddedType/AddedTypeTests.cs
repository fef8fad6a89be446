using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Rules.Reading.Types;
using RiskEngine.Rules.Schema;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Explaining;
using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests.AddedType;

/// <summary>
/// A rule type is its data, its detector, how it is read, and one entry: <c>jump</c>, which stands in this folder alone, works from YAML to alert, state and explanation.
/// </summary>
public sealed class AddedTypeTests
{
    private static readonly ByKind<TimeSpan> AtOnce = new(TimeSpan.Zero, []);
    private const string JumpRule = """
        id: gas-jump
        title: Gas jumps
        on: sensor.gas
        by: source
        owner: gas desk
        detect: {type: jump, within: 5m}
        grades: {yellow: ">= 10", red: ">= 20"}
        clear: {when: "< 4"}
        flapping: off
        message: "Gas at {{ source }} jumps by {{ measure }}"
        tests:
          - name: a jump of twelve
            events: [{value: 1}, {at: 1m, value: 13}, {at: 2m, value: 14}]
            expect: [{grade: yellow, at: 1m}, {grade: resolved, at: 2m}]
          - name: the same over ten minutes
            events: [{value: 1}, {at: 10m, value: 13}]
            expect: nothing

        """;

    private static readonly RuleLoader Loader = new(new RuleLoadOptions { Types = [.. RuleTypes.All, JumpType.Type] });

    [Fact]
    public void Rule_loads_without_a_word_and_its_tests_pass()
    {
        var loaded = Loader.LoadText("gas-jump.yaml", JumpRule);

        Assert.Empty(loaded.Diagnostics);
        var results = RuleTestRunner.RunAll(loaded.Documents);
        Assert.Equal(2, results.Count);
        Assert.All(results, result => Assert.True(result.Passed, result.ToString()));
    }

    [Fact]
    public void Engine_without_the_entry_does_not_know_the_type() =>
        Assert.Contains(
            new RuleLoader().LoadText("gas-jump.yaml", JumpRule).Diagnostics, diagnostic => diagnostic.Message.Contains("'jump' is not one of", StringComparison.Ordinal));

    [Fact]
    public void Task_that_restarts_from_its_checkpoint_at_any_event_has_the_same_alerts()
    {
        var rules = Rules(JumpRule);
        double[] values = [1, 2, 14, 15, 40, 41, 41, 30, 5, 6];
        string[] straight;
        using (var task = new TaskLife(rules)) straight = task.Feed(values, 0, values.Length);
        Assert.Equal(["Yellow 12", "None 1", "Red 25", "None 1", "Yellow 11", "Red 25", "None 1"], straight);

        for (var at = 0; at <= values.Length; at++)
        {
            using var before = new TaskLife(rules);
            var first = before.Feed(values, 0, at);
            using var after = new TaskLife(rules, before.Save());
            Assert.Equal(straight, first.Concat(after.Feed(values, at, values.Length)));
        }
    }

    [Fact]
    public void Replay_after_lost_state_reaches_as_far_back_as_the_type_says()
    {
        var rule = Assert.Single(Rules(JumpRule.Replace("within: 5m", "within: 7h", StringComparison.Ordinal)));
        Assert.Equal(TimeSpan.FromHours(7), RuleMemory.ReplayOf([rule]));
        Assert.True(TaskDefinition.ForRecording([rule], AtOnce, AtOnce).RebuildSpan >= TimeSpan.FromHours(7));
    }

    [Fact]
    public void Explanation_names_what_was_read_and_measured_and_why_not()
    {
        var events = Path.Combine(Path.GetTempPath(), $"jump-{Guid.NewGuid():N}.jsonl");
        try
        {
            File.WriteAllLines(events, [Json(0, 1), Json(1, 3), Json(2, 30), Json(3, 5, "gm-2")]);
            var request = new ExplainRequest { Rules = Rules(JumpRule), Recording = new Recording([events]), Lateness = AtOnce };

            Assert.Contains("measure  jump of value = 2 over 2 events", Explain(request, 1), StringComparison.Ordinal);
            var firing = Explain(request, 2);
            Assert.Contains("reads    value = 30", firing, StringComparison.Ordinal);
            Assert.Contains("red      >= 20: holds", firing, StringComparison.Ordinal);
            Assert.Contains("gas-jump [gm-2]: there is no recent reading to compare with", Explain(request, 3), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(events);
        }
    }

    [Fact]
    public void Lints_know_what_the_type_says_of_itself()
    {
        var text = JumpRule.Replace("clear: {when: \"< 4\"}", "no_data: alert", StringComparison.Ordinal).Replace("within: 5m", "within: 2d", StringComparison.Ordinal);
        var found = Loader.LoadText("a.yaml", text).Diagnostics;

        Assert.Contains(found, diagnostic => diagnostic.Message.StartsWith("without clear the alert ends", StringComparison.Ordinal));
        Assert.Contains(found, diagnostic => diagnostic.Message == "no_data: alert does nothing here: jump looks at readings, so for it a source is never silent");
        Assert.Contains(found, diagnostic => diagnostic.Message.StartsWith("detect.within is longer than a day", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("type: jump, within: 5m", "type: jmp, within: 5m", "did you mean 'jump'?")]
    [InlineData("type: jump, within: 5m", "type: jump, withn: 5m", "did you mean 'within'?")]
    [InlineData("type: jump, within: 5m", "type: jump", "add e.g. within: 5m")]
    [InlineData("type: jump, within: 5m", "type: threshold, within: 5m", "types with within are sequence, correlation, jump")]
    [InlineData("detect: {type: jump, within: 5m}", "detect: {type: jump}\nwithin: 5m", "write detect: {type: jump, within: 5m}")]
    [InlineData("detect: {type: jump, within: 5m}", "detect: jump", "write detect: {type: jump}")]
    [InlineData("within: 5m", "within: 5m, measure: max(value)", "jump looks at single events")]
    public void Messages_propose_what_the_type_has(string right, string wrong, string remedy) => Assert.Contains(
        Loader.LoadText("a.yaml", JumpRule.Replace(right, wrong, StringComparison.Ordinal)).Diagnostics,
        diagnostic => $"{diagnostic.Message}; {diagnostic.Remedy}".Contains(remedy, StringComparison.Ordinal));

    [Fact]
    public void Schema_has_its_branch()
    {
        var detect = JsonNode.Parse(RuleSchema.Write([.. RuleTypes.All, JumpType.Type]))!["properties"]!["detect"]!;
        var branch = Assert.Single(detect["oneOf"]!.AsArray(), branch => (string?)branch!["properties"]!["type"]!["const"] == "jump")!;

        Assert.Equal(JumpType.Type.Summary, (string?)branch["properties"]!["type"]!["description"]);
        Assert.Equal(["type", "within"], branch["required"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public void Stored_state_is_said_in_words()
    {
        using var task = new TaskLife(Rules(JumpRule));
        task.Feed([1, 30], 0, 2);
        var contents = new TaskContents();
        contents.Add(Assert.Single(task.Save().Segments).ToArray());

        var (part, payload) = Assert.Single(contents.Of("gm-1"), entry => entry.Part.StartsWith("jump:", StringComparison.Ordinal));
        Assert.Equal("last 30 at 2026-01-01T00:01:00.000Z, record 1", StateText.Of(part, payload, [JumpDetection.Stored]));
    }

    private static IReadOnlyList<Rule> Rules(string text)
    {
        var loaded = Loader.LoadText("gas-jump.yaml", text);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        return loaded.Rules;
    }

    private static string Explain(ExplainRequest request, int number) =>
        ExplanationText.Render(Explainer.Explain(request with { Event = number.ToString(CultureInfo.InvariantCulture) }, default));

    private static string Json(int minute, double value, string source = "gm-1") => string.Create(CultureInfo.InvariantCulture,
        $$"""{"kind":"sensor.gas","source":"{{source}}","site":"a/b","time":"2026-01-01T00:{{minute:D2}}:00Z","value":{{value}}}""");

    /// <summary>A task along the live data path, with a reading each minute.</summary>
    private sealed class TaskLife : IDisposable
    {
        private readonly TaskState _state;
        private readonly TaskPump _pump;
        private readonly List<string> _changes = [];

        public TaskLife(IReadOnlyList<Rule> rules, StoredTask? stored = null)
        {
            _state = new TaskState(new TaskId("events", 0), TaskDefinition.ForRecording(rules, new ByKind<TimeSpan>(TimeSpan.Zero, []), new ByKind<TimeSpan>(TimeSpan.Zero, [])));
            if (stored is not null) _state.Restore(stored, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"));
            _pump = new TaskPump(_state, output => _changes.AddRange(output.Transitions.Select(change => string.Create(CultureInfo.InvariantCulture,
                $"{(change.State == AlertState.Resolved ? Grade.None : change.Grade)} {change.Measurement.Measure}"))));
        }

        /// <summary>Reads some of the values; what changed meanwhile.</summary>
        public string[] Feed(double[] values, int from, int until)
        {
            _changes.Clear();
            for (var i = from; i < until; i++)
            {
                var records = new RecordBatch();
                records.Add(i, Encoding.UTF8.GetBytes(Json(i, values[i])));
                _pump.Push(new TaskInput.Records(records));
            }

            return [.. _changes];
        }

        public StoredTask Save()
        {
            var checkpoint = _state.Checkpoint(out var segment);
            return new StoredTask(1, checkpoint, [segment]);
        }

        public void Dispose() => _pump.Dispose();
    }
}
