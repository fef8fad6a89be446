using RiskEngine.Tests;
using Xunit.Abstractions;

namespace RiskEngine.Core.Tests.Protocol;

/// <summary>Every interleaving of owners, zombies, lost stores and a reader that dies, within the bounds named: each signal counts once, in its time.</summary>
public sealed class SignalProtocolTests(ITestOutputHelper output)
{
    /// <summary>Ticks, which make the search fourfold, where more than the everyday effort is asked for.</summary>
    [Theory]
    [InlineData(2, 1, 1, 0, 0)]
    [InlineData(1, 2, 0, 0, 1)]
    [InlineData(1, 2, 0, 1, 0)]
    [InlineData(1, 2, 1, 0, 0)]
    public void No_interleaving_loses_a_signal_counts_one_twice_or_lets_time_pass_it(int events, int acquisitions, int readerCrashes, int storeLosses, int ticks) =>
        Assert.Null(FindFault(new SignalModel(SignalMutation.None, events, acquisitions, readerCrashes, storeLosses, Effort.Times > 1 ? ticks : 0)));

    [Theory]
    [InlineData(SignalMutation.RepeatedSignalsCount, 1, 2, 0, 0, "is taken in twice")]
    [InlineData(SignalMutation.SupersededOwnersCount, 1, 2, 0, 0, "has taken over")]
    [InlineData(SignalMutation.EpochsTellWhoIsLater, 1, 2, 0, 1, "no way leads from here")]
    [InlineData(SignalMutation.CheckpointsDoNotWaitForSignals, 1, 2, 0, 0, "comes after time")]
    [InlineData(SignalMutation.ReaderForgetsProducers, 1, 2, 1, 0, "twice")]
    [InlineData(SignalMutation.MarkersOvertakeSignals, 2, 1, 0, 0, "comes after time")]
    [InlineData(SignalMutation.SkippedRecordsAreForgotten, 1, 2, 1, 0, "is taken in twice")]
    [InlineData(SignalMutation.OwnersDoNotIntroduceThemselves, 1, 2, 0, 1, "no way leads from here")]
    public void Every_mistake_is_found_with_the_way_to_its_harm(
        SignalMutation mutation, int events, int acquisitions, int readerCrashes, int storeLosses, string harm)
    {
        var ticks = mutation == SignalMutation.SupersededOwnersCount ? 1 : 0;
        var fault = FindFault(new SignalModel(mutation, events, acquisitions, readerCrashes, storeLosses, ticks));

        output.WriteLine(fault);
        Assert.NotNull(fault);
        Assert.Contains(harm, fault, StringComparison.Ordinal);
    }

    /// <summary>Visits every world that can be reached, breadth first.</summary>
    /// <returns>The fault and the steps that lead to it; null where there is none.</returns>
    private string? FindFault(SignalModel model)
    {
        var numbers = new Dictionary<string, int> { [SignalModel.Start.Key] = 0 };
        List<(int From, string Step)> origins = [(-1, "start")];
        List<SignalWorld> worlds = [SignalModel.Start];
        List<(int From, int To)> edges = [];
        for (var current = 0; current < worlds.Count; current++)
        {
            foreach (var (step, next) in model.Next(worlds[current]))
            {
                if (model.Violation is { } fault) return $"{fault}\n{Way(origins, current)}{step}";
                if (!numbers.TryGetValue(next.Key, out var number))
                {
                    numbers.Add(next.Key, number = worlds.Count);
                    origins.Add((current, step));
                    worlds.Add(next);
                }

                edges.Add((current, number));
            }
        }

        output.WriteLine($"{worlds.Count:N0} worlds, {edges.Count:N0} steps");
        var canFinish = new bool[worlds.Count];
        var before = edges.ToLookup(edge => edge.To, edge => edge.From);
        var queue = new Queue<int>(Enumerable.Range(0, worlds.Count).Where(number => model.IsDone(worlds[number])));
        foreach (var done in queue) canFinish[done] = true;
        while (queue.TryDequeue(out var number))
        {
            foreach (var from in before[number].Where(from => !canFinish[from]))
            {
                canFinish[from] = true;
                queue.Enqueue(from);
            }
        }

        var stuck = Enumerable.Range(0, worlds.Count).FirstOrDefault(number => !canFinish[number] && model.MayStillFinish(worlds[number]), -1);
        return stuck < 0 ? null : $"no way leads from here to the end of the log\n{Way(origins, stuck)}";
    }

    private static string Way(List<(int From, string Step)> origins, int number)
    {
        var steps = new List<string>();
        for (var at = number; at > 0; at = origins[at].From) steps.Add(origins[at].Step + "\n");
        steps.Reverse();
        return string.Concat(steps);
    }
}
