using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Verifying;

/// <summary>What one rule set finds in the log: those transitions that somebody asks for, as they would be published.</summary>
internal sealed class DerivedAlerts : IDisposable
{
    private const int Stride = 4096;
    private static readonly TaskId Whole = new("events", 0);
    private readonly Dictionary<string, JsonElement> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rule, string Key), List<(EventTime At, JsonElement Json)>> _byKey = [];
    private readonly HashSet<(string Rule, string Key)> _asked;
    private readonly RuleSetRun _run;
    private readonly AlertJson _json;

    /// <summary>Prepares the run.</summary>
    public DerivedAlerts(VerifyRequest request, IReadOnlyList<Rule> rules, KeptTicks? ticks)
    {
        Rules = (request.Engine is null ? rules : rules.Concat(BuiltInRules.All)).ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        _asked = [.. request.Alerts.Select(alert => (alert.Rule, alert.Key))];
        _json = new AlertJson(request.Language);
        _run = request.Engine is { } engine
            ? new RuleSetRun(rules, engine.DefinitionsOf(rules), ticks ?? new KeptTicks(), Take)
            : new RuleSetRun(rules, request.Lateness, request.Disorder, request.Deduplicate, Take, inputs: request.Log.Inputs, ticks: ticks);
    }

    /// <summary>The rules, by id.</summary>
    public IReadOnlyDictionary<string, Rule> Rules { get; }

    /// <summary>Whether it holds a rule with this hash.</summary>
    public bool Has(string rule, string hash) => Rules.TryGetValue(rule, out var found) && found.Hash == hash;

    /// <summary>Feeds the log to several rule sets, until all that is sought has come out.</summary>
    /// <param name="log">The log.</param>
    /// <param name="sets">The rule sets.</param>
    /// <param name="isKept">Whether its records say where they stand in the log of an engine.</param>
    /// <param name="isDone">Whether the rest of the log can change nothing.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Where the log begins.</returns>
    public static LogBounds Feed(Recording log, IReadOnlyList<DerivedAlerts> sets, bool isKept, Func<bool> isDone, CancellationToken cancellationToken)
    {
        var bounds = new LogBounds();
        var number = 0L;
        foreach (var recorded in log.Open())
        {
            if (number % Stride == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (isDone()) break;
            }

            if (!isKept) bounds.Add(Whole, number, recorded.Time);
            else if (recorded.Envelope is { Partition: { } partition, Offset: { } offset } at) bounds.Add(new TaskId(at.Topic, partition), offset, recorded.Time);
            foreach (var set in sets) set._run.Add(number, recorded);
            number++;
        }

        foreach (var set in sets) set._run.Finish();
        return bounds;
    }

    /// <summary>Finds a transition by its id.</summary>
    public JsonElement? Find(string id) => _byId.TryGetValue(id, out var found) ? found : null;

    /// <summary>The transition of a rule and key that is nearest to a time; null where there is none.</summary>
    public JsonElement? Nearest(string rule, string key, EventTime at) => _byKey.TryGetValue((rule, key), out var all) ? all.MinBy(one => (one.At - at).Duration()).Json : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _json.Dispose();
    }

    private void Take(TaskOutput output)
    {
        foreach (var transition in output.Transitions)
        {
            var place = (transition.Rule.Id, transition.Key);
            if (!_asked.Contains(place)) continue;
            var reader = new Utf8JsonReader(_json.Encode(transition));
            var json = JsonElement.ParseValue(ref reader);
            _byId[transition.Id] = json;
            if (!_byKey.TryGetValue(place, out var all)) _byKey.Add(place, all = []);
            all.Add((transition.At, json));
        }
    }
}
