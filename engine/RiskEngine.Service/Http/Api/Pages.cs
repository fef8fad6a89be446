using RiskEngine.Reading;
using RiskEngine.Reading.History;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http.Api;

/// <summary>What lists have in common: pages by cursor, and what is open before or among what is over.</summary>
internal static class Pages
{
    /// <summary>One page of what is open, over, or both, in one order.</summary>
    /// <param name="state">Which: the word for open, the word for over, or <c>all</c>.</param>
    /// <param name="openWord">The word for open.</param>
    /// <param name="most">Items of a page.</param>
    /// <param name="open">Asks for so many that are open.</param>
    /// <param name="over">Asks for so many that are over.</param>
    /// <param name="place">Where an item stands.</param>
    /// <param name="next">The cursor of the next page; null on the last.</param>
    public static IReadOnlyList<T> Of<T>(
        string state, string openWord, int most, Func<int, IReadOnlyList<T>> open, Func<int, IReadOnlyList<T>> over, Func<T, ListPlace> place, out string? next)
    {
        IReadOnlyList<T> found = state == openWord ? open(most + 1) : state == "all" ? Merged(open(most + 1), over(most + 1), place) : over(most + 1);
        return Cut(found, most, place, out next);
    }

    /// <summary>The first items of a page that was asked for with one more.</summary>
    public static IReadOnlyList<T> Cut<T>(IReadOnlyList<T> found, int most, Func<T, ListPlace> place, out string? next)
    {
        next = found.Count > most ? place(found[most - 1]).ToCursor() : null;
        return found.Count > most ? [.. found.Take(most)] : found;
    }

    /// <summary>Why the history cannot be asked now; null where it can.</summary>
    public static ApiProblem? FaultOf(ReadModel model) => model.History.State switch
    {
        HistoryState.Ready => null,
        HistoryState.Rebuilding => ApiProblem.Starting($"the history is read from Kafka; {model.History.Waiting} records are to come"),
        _ => ApiProblem.Unavailable(model.History.Fault ?? "the history is not kept"),
    };

    /// <summary>What came to its end between the two questions is in both: as over, which is later.</summary>
    private static List<T> Merged<T>(IReadOnlyList<T> open, IReadOnlyList<T> over, Func<T, ListPlace> place)
    {
        var ended = over.Select(item => place(item).Id).ToHashSet(StringComparer.Ordinal);
        return [.. open.Where(item => !ended.Contains(place(item).Id)).Concat(over).OrderBy(place)];
    }
}
