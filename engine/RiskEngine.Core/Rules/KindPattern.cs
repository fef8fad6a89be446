namespace RiskEngine.Core.Rules;

/// <summary>A pattern over event kinds: segments separated by dots, <c>*</c> for any one segment, a final <c>**</c> for any rest; a prefix of
/// whole segments matches what lies below it, so <c>sensor.gas</c> takes <c>sensor.gas.co</c> too.</summary>
public readonly record struct KindPattern(string Text)
{
    /// <summary>Whether a kind fits.</summary>
    public bool Matches(string kind)
    {
        var pattern = Text.AsSpan();
        var rest = kind.AsSpan();
        while (true)
        {
            var want = TakeSegment(ref pattern);
            if (want is "**") return true;
            if (rest.IsEmpty) return false;
            var have = TakeSegment(ref rest);
            if (want is not "*" && !want.SequenceEqual(have)) return false;
            if (pattern.IsEmpty) return true;
        }
    }

    private static ReadOnlySpan<char> TakeSegment(ref ReadOnlySpan<char> path)
    {
        var dot = path.IndexOf('.');
        var segment = dot < 0 ? path : path[..dot];
        path = dot < 0 ? default : path[(dot + 1)..];
        return segment;
    }
}
