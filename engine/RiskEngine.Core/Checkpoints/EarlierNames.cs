namespace RiskEngine.Core.Checkpoints;

/// <summary>How parts of a task's state were named in segments of earlier formats.</summary>
internal static class EarlierNames
{
    /// <summary>The name in format 2, which did not tell which events a part is about; null where it had the same name or another form.</summary>
    public static string? InFormat2(string id)
    {
        var names = id.Split(':', 5);
        if (names is not ["absence" or "flatline" or "new" or "sliding", _, _, ..]) return null;
        return names.Length == 5 ? $"{names[0]}:{names[1]}:{names[2]}:{names[4]}" : $"{names[0]}:{names[1]}:{names[2]}";
    }
}
