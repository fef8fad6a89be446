using RiskEngine.Core.Rules;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary>Types that count alerts which are true now.</summary>
internal static class Standing
{
    /// <summary>The lightest grade at which an alert counts; <see cref="Grade.None"/> where the key is left out, null where its word is wrong, which is then reported.</summary>
    public static Grade? Read(MapReader detect, KeySpec key)
    {
        if (!detect.Has(key)) return Grade.None;
        return detect.Word(key) is not { } word ? null : word == "open" ? Grade.Blue : Enum.Parse<Grade>(word, ignoreCase: true);
    }

    /// <summary>What is counted, as a part of what decides the measure; empty for <see cref="Grade.None"/>.</summary>
    public static string InWords(Grade least) => least == Grade.None ? "" : $" while {least.ToString().ToLowerInvariant()}";
}
