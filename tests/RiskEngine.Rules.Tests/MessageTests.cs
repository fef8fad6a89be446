using System.Globalization;
using System.Text.Json;
using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>What alerts say, from the rule's text to the sentence: attributes, labels, expressions, languages.</summary>
public sealed class MessageTests
{
    private const string Rule = """
        id: gas-in-rooms
        title: Gas in a room
        on: sensor.gas
        by: source
        owner: gas desk
        unit: "%LEL"
        detect: {type: threshold}
        grades: {yellow: ">= 10", red: ">= 20"}
        clear: {when: "< 5"}
        labels: {team: gas desk}
        message: MESSAGE

        """;

    public static TheoryData<string, string> Sentences => new()
    {
        { "{{ attributes.room }} on floor {{ attributes.floor }}", "kitchen on floor 3" },
        { "{{ attributes.hot ? 'hot' : 'cold' }}, {{ attributes.nothing }}", "hot, unknown" },
        { "{{ has(attributes.nothing) ? 'there' : 'not there' }}", "not there" },
        { "{{ labels.team }}: {{ labels.team.startsWith('gas') ? 'ours' : 'theirs' }}", "gas desk: ours" },
        { "{{ count == 1 ? '1 reading' : string(count) + ' readings' }}", "1 reading" },
        { "{{ plural(count, 'reading', 'readings') }}, {{ plural(measure, 'degree', 'degrees') }}", "1 reading, 12.5 degrees" },
        { "{{ grade == 'red' ? 'leave now' : 'open a window' }} ({{ grade }})", "open a window (yellow)" },
        { "{{ measure }} of {{ threshold }}, {{ measure > 2.0 * threshold ? 'far above' : 'above' }} by {{ measure - threshold }}", "12.5 of 10, above by 2.5" },
        { "{{ expected }} {{ expected + 1.0 }}", "unknown unknown" },
        { "{{ grade in ['yellow', 'red'] ? \\\"}}\\\" : '' }}", "}}" },
        { "{{ title.lowerAscii() }}", "gas in a room" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Places_are_filled(string message, string sentence)
    {
        using var task = new Life(Saying($"\"{message}\""));
        Assert.Equal(sentence, Assert.Single(task.Feed(12.5)).Sentence);
    }

    [Fact]
    public void Attributes_are_those_of_the_last_event_behind_the_measurement_and_survive_a_restart()
    {
        const string Window = "detect: {type: metric, measure: avg(value), window: {size: 2m, every: 1m}}";
        var text = Rule.Replace("detect: {type: threshold}", Window, StringComparison.Ordinal).Replace("MESSAGE", "\"{{ attributes.room }}\"", StringComparison.Ordinal);
        using var straight = new Life(text);
        straight.Feed(12, "kitchen");
        using var after = new Life(text, straight.Save());

        // The window ends before the event of the cellar is taken in.
        Assert.Equal("kitchen", Assert.Single(after.Feed(12, "cellar", at: 1)).Sentence);
        Assert.Equal("kitchen", Assert.Single(straight.Feed(12, "cellar")).Sentence);
    }

    [Fact]
    public void Only_attributes_that_a_sentence_names_are_kept()
    {
        static IReadOnlyList<string> Shown(string message) => Assert.Single(Load(Saying(message))).ShownAttributes;
        Assert.Equal(["floor", "room"], Shown("\"{{ attributes.room + attributes.floor }} {{ attributes.room }}\"\nmessage_resolved: {zh: \"{{ attributes.room }}\"}"));
        Assert.Empty(Shown("\"{{ source }}\""));
        using var task = new Life(Saying("\"{{ source }}\""));
        Assert.DoesNotContain("attributes:", Encoding.UTF8.GetString(task.Save().Segments[0].Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Gas at gm-1", "zh", "gm-1 燃气超标", "Over after 1 min: Gas in a room, gm-1 (a/b)", "已结束，历时 1 分：Gas in a room，gm-1 (a/b)")]
    [InlineData("zh", "gm-1 燃气超标", "en", "Gas at gm-1", "已结束，历时 1 分：Gas in a room，gm-1 (a/b)", "Over after 1 min: Gas in a room, gm-1 (a/b)")]
    public void Sentences_stand_in_the_chosen_language_and_the_others_beside_it(
        string language, string message, string other, string otherMessage, string over, string otherOver)
    {
        using var task = new Life(Saying("{en: \"Gas at {{ source }}\", zh: \"{{ source }} 燃气超标\", de: \"Gas an {{ source }}\"}"), language: language);
        var (rise, end) = (Assert.Single(task.Feed(12)), Assert.Single(task.Feed(1)));
        Assert.Equal((message, otherMessage, "Gas an gm-1"), (rise.Sentence, rise.Others[other], rise.Others["de"]));
        Assert.DoesNotContain(language, rise.Others.Keys);

        // The engine has no plain sentence in German, and does not repeat the alarm.
        Assert.Equal((over, otherOver, false), (end.Sentence, end.Others[other], end.Others.ContainsKey("de")));
    }

    [Theory]
    [InlineData("de", "Gas at gm-1", "Over after 1 min: Gas in a room, gm-1 (a/b)")]
    [InlineData("zh-Hans", "Gas at gm-1", "已结束，历时 1 分：Gas in a room，gm-1 (a/b)")]
    public void Where_a_rule_lacks_the_chosen_language_it_speaks_its_own(string language, string message, string over)
    {
        using var task = new Life(Saying("{en: \"Gas at {{ source }}\", zh: \"{{ source }} 燃气超标\"}"), language: language);
        Assert.Equal((message, over), (Assert.Single(task.Feed(12)).Sentence, Assert.Single(task.Feed(1)).Sentence));
    }

    [Fact]
    public void Grades_are_written_in_the_language_of_the_sentence()
    {
        using var task = new Life(Saying("{en: \"{{ grade }}\", zh: \"{{ grade }}\"}"));
        var rise = Assert.Single(task.Feed(25));
        Assert.Equal(("red", "红色"), (rise.Sentence, rise.Others["zh"]));
    }

    [Fact]
    public void An_alert_that_goes_on_says_again()
    {
        using var task = new Life(Saying("{en: \"Gas at {{ source }}\", zh: \"{{ source }} 燃气超标\"}\nreopen: 10m"));
        var said = new[] { task.Feed(12), task.Feed(1), task.Feed(12) }.SelectMany(one => one).ToList();
        Assert.Equal(["Gas at gm-1", "Over after 1 min: Gas in a room, gm-1 (a/b)", "Again: Gas at gm-1"], said.Select(one => one.Sentence));
        Assert.Equal("再次发生：gm-1 燃气超标", said[2].Others["zh"]);
        Assert.Equal([1, 2, 3], said.Select(one => one.Number));
        Assert.Single(said.Select(one => one.Alert).Distinct());
    }

    [Fact]
    public void A_flapping_alert_says_so_once_and_when_it_is_steady()
    {
        using var task = new Life(Saying("\"Gas\"\nflapping: {within: 30m}").Replace("clear: {when: \"< 5\"}", "clear: {when: \"< 10\"}", StringComparison.Ordinal));
        double[] values = [12, 1, 12, 1, 12, 1, 12, 1, 12, .. Enumerable.Repeat(12.0, 20)];
        var said = values.SelectMany(value => task.Feed(value)).ToList();
        Assert.Equal(
            ["Gas", "Over after 1 min", "Gas", "Over after 1 min", "Gas", "Flapping, so it is held at yellow until it is steady", "No longer flapping, still yellow"],
            said.Select(one => one.Sentence.Split(':')[0]));
        Assert.Equal([5], said.Select((one, i) => (one.IsFlapping, i)).Where(one => one.IsFlapping).Select(one => one.i));
    }

    private static string Saying(string message) => Rule.Replace("MESSAGE", message, StringComparison.Ordinal);

    private static IReadOnlyList<Rule> Load(string text)
    {
        var loaded = new RuleLoader().LoadText("gas-in-rooms.yaml", text);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        return loaded.Rules;
    }

    /// <summary>An alert as it is written.</summary>
    private sealed record Said(string Sentence, IReadOnlyDictionary<string, string> Others, string Alert, int Number, bool IsFlapping);

    /// <summary>A task along the live data path, with a reading each minute.</summary>
    private sealed class Life : IDisposable
    {
        private static readonly ByKind<TimeSpan> AtOnce = new(TimeSpan.Zero, []);
        private readonly TaskState _state;
        private readonly TaskPump _pump;
        private readonly AlertJson _json;
        private readonly List<Said> _said = [];
        private int _next;

        public Life(string rule, StoredTask? stored = null, string language = "en")
        {
            _json = new AlertJson(language);
            _state = new TaskState(new TaskId("events", 0), TaskDefinition.ForRecording(Load(rule), AtOnce, AtOnce));
            if (stored is not null) _state.Restore(stored, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"));
            _pump = new TaskPump(_state, output => _said.AddRange(output.Transitions.Select(Read)));
        }

        public IReadOnlyList<Said> Feed(double value, string room = "kitchen", int? at = null)
        {
            _said.Clear();
            _next = at ?? _next;
            var records = new RecordBatch();
            var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(_next);
            records.Add(_next, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $$"""{"kind":"sensor.gas","source":"gm-1","site":"a/b","time":"{{time:O}}","value":{{value}},"attributes":{"room":"{{room}}","floor":3,"hot":true} }""")));
            _next++;
            _pump.Push(new TaskInput.Records(records));
            return [.. _said];
        }

        public StoredTask Save()
        {
            var checkpoint = _state.Checkpoint(out var segment);
            return new StoredTask(1, checkpoint, [segment]);
        }

        public void Dispose()
        {
            _pump.Dispose();
            _json.Dispose();
        }

        private Said Read(AlertTransition transition)
        {
            using var document = JsonDocument.Parse(_json.Encode(transition).ToArray());
            var root = document.RootElement;
            var others = root.TryGetProperty("messages", out var messages)
                ? messages.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString() ?? "") : [];
            return new Said(root.GetProperty("message").GetString() ?? "", others, root.GetProperty("alert").GetString() ?? "", root.GetProperty("transition").GetInt32(),
                root.TryGetProperty("flapping", out _));
        }
    }
}
