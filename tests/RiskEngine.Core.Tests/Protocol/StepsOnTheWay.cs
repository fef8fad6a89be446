using System.Collections.Immutable;

namespace RiskEngine.Core.Tests.Protocol;

/// <summary>A small ordered multiset of steps, compared by content.</summary>
internal readonly struct StepsOnTheWay : IEquatable<StepsOnTheWay>
{
    private readonly ImmutableArray<(ModelStep Step, int Copies)> _entries;

    private StepsOnTheWay(ImmutableArray<(ModelStep, int)> entries) => _entries = entries;

    public ImmutableArray<(ModelStep Step, int Copies)> Entries => _entries.IsDefault ? [] : _entries;

    /// <summary>How often a step may still arrive.</summary>
    public int Copies(ModelStep step) => Entries.FirstOrDefault(entry => entry.Step == step).Copies;

    public StepsOnTheWay With(ModelStep step, int copies)
    {
        var others = Entries.Where(entry => entry.Step != step);
        if (copies > 0) others = others.Append((step, copies));
        return new StepsOnTheWay([.. others.OrderBy(entry => (entry.Step.Epoch, entry.Step.Number, entry.Step.Offset))]);
    }

    public bool Equals(StepsOnTheWay other) => Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    public override bool Equals(object? obj) => obj is StepsOnTheWay other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var entry in Entries) hash.Add(entry);
        return hash.ToHashCode();
    }
}
