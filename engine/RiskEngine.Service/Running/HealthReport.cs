using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Service.Running;

/// <summary>Whether the engine is ready to be trusted, and every reason where it is not.</summary>
/// <param name="Ready">Tasks are assigned and make progress, Kafka and the store are reached.</param>
/// <param name="Reasons">What is wrong; empty where ready.</param>
/// <param name="Notes">What an operator should know and what does not stop the engine.</param>
public sealed record HealthReport(bool Ready, IReadOnlyList<string> Reasons, IReadOnlyList<string> Notes)
{
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Unsaved = TimeSpan.FromSeconds(10);

    /// <summary>Judges the engine by what its tasks said last.</summary>
    public static HealthReport Of(EngineService engine, DateTimeOffset now)
    {
        var reasons = new List<string>();
        var tasks = engine.Tasks;
        if (!engine.KafkaConnected) reasons.Add("kafka: no broker can be reached");
        if (!engine.Environment.Store.IsReachable) reasons.Add("redis: cannot be reached; checkpoints wait for it");
        if (tasks.Count == 0) reasons.Add("tasks: no partition is assigned");
        foreach (var task in tasks)
        {
            if (task.Phase is TaskPhase.Rebuilding) reasons.Add($"task {task.Id}: brings lost state back, {task.RebuildRemaining} records to go");
            else if (task.Phase is not TaskPhase.Running) reasons.Add($"task {task.Id}: {task.Phase.ToString().ToLowerInvariant()}");
            else if (now - task.ReportedAt > Stalled) reasons.Add($"task {task.Id}: no progress for {(now - task.ReportedAt).TotalSeconds:0} s");
            else if (task.UnsavedSince is { } since && now - since > Unsaved) reasons.Add($"task {task.Id}: not saved for {(now - since).TotalSeconds:0} s; is Redis reached?");
            else if (task.FeelsLoss) reasons.Add($"task {task.Id}: retention removed {task.Ledger.Lost} records before they were evaluated; its windows may lack them");
        }

        var notes = new List<string> { $"rules: {engine.Environment.Rules.Current.Rules.Count} in force" };
        notes.AddRange(NotesOfSignals(engine.Environment.Rules.Current.Crossing, tasks.Where(task => task.Signals is not null).ToList()));
        if (NoteOfDesk([.. tasks.Select(task => task.Desk).OfType<DeskReport>()]) is { } desk) notes.Add(desk);
        notes.AddRange(tasks.Where(task => task.Ledger.Lost > 0 && !task.FeelsLoss)
            .Select(task => $"task {task.Id}: retention removed {task.Ledger.Lost} records before they were evaluated, more than an hour of event time ago"));
        notes.AddRange(tasks.Where(task => task.KeysNotSite > 0).Select(task =>
            $"task {task.Id}: {task.KeysNotSite} mapped events came under a key that is not their site; "
            + "give their producer the site as key, or one partition, where rules look at sites"));
        notes.AddRange(tasks.SelectMany(task => task.ReadTimes.Select(times => $"task {task.Id}: {times.Sentence}")));
        notes.AddRange(tasks.SelectMany(task => task.ClockFaults.Select(fault => $"task {task.Id}: {fault.Sentence}")));
        if (engine.Environment.Store.LastFault is { } refusal) notes.Add($"store: the last step was not served: {refusal}");
        if (engine.Environment.Rules.LastFault is { } fault) notes.Add($"rules: the last reload was refused: {fault}");
        return new HealthReport(reasons.Count == 0, reasons, notes);
    }

    /// <summary>How the desk fares.</summary>
    private static string? NoteOfDesk(IReadOnlyList<DeskReport> tasks)
    {
        if (tasks.Count == 0) return null;
        var sentence = $"desk: {tasks.Sum(task => task.OpenIncidents)} incidents are open in the {tasks.Count} partitions of alerts that are taken in here; "
            + $"{tasks.Sum(task => task.TakenIn)} transitions gave {tasks.Sum(task => task.Notifications)} notifications";
        return tasks.All(task => task.Balances) ? sentence : $"{sentence}; ITS LEDGER DOES NOT BALANCE";
    }

    /// <summary>How rules over several partitions fare.</summary>
    private static IEnumerable<string> NotesOfSignals(IReadOnlyList<Rule> rules, IReadOnlyList<TaskReport> readers)
    {
        if (rules.Count == 0) yield break;
        yield return $"rules over several partitions: {rules.Count}, of which {readers.Count} partitions of signals are evaluated here";
        foreach (var missing in readers.SelectMany(reader => reader.Signals!.Missing).Distinct().Order(StringComparer.Ordinal))
        {
            yield return $"signals: nothing is heard of {missing}; alerts of rules over several partitions say so (docs/signals.md)";
        }

        foreach (var reader in readers.Where(reader => reader.Signals!.Gaps > 0)) yield return $"task {reader.Id}: {reader.Signals!.Gaps} signals never came";
    }
}
