using System.Globalization;
using System.Text.Json;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.Workbench.Guessing;

/// <summary>What the samples say about one field of a payload.</summary>
/// <param name="Path">Its name, with those of the maps around it before it.</param>
internal sealed class SampledField(IReadOnlyList<string> Path)
{
    private const int MostTexts = 1_000;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private string _first = "";

    /// <summary>Its names, from the outermost on.</summary>
    public IReadOnlyList<string> Names => Path;

    /// <summary>Its own name.</summary>
    public string Name => Path[^1];

    /// <summary>How many samples have it.</summary>
    public int Count { get; private set; }

    public int Numbers { get; private set; }

    public int Truths { get; private set; }

    public int Texts { get; private set; }

    /// <summary>How many of its texts are numbers.</summary>
    public int NumberTexts { get; private set; }

    /// <summary>How many of its values are dates and times with an offset.</summary>
    public int Times { get; private set; }

    /// <summary>How many of its values are dates and times without an offset.</summary>
    public int LocalTimes { get; private set; }

    /// <summary>How many of its values are numbers of the size of a time of this century.</summary>
    public int EpochNumbers { get; private set; }

    /// <summary>How many different texts and numbers it had; 1,000 stands for that many or more.</summary>
    public int Different => _texts.Count;

    /// <summary>The largest number; null where there is none.</summary>
    public double? Largest { get; private set; }

    /// <summary>The first value, as it is written.</summary>
    public string Example => _first;

    /// <summary>Whether each value is one of a few words for true and false.</summary>
    public bool IsOfTruthWords => Texts > 0 && Texts == Count
        && _texts.All(text => TruthWords.TryParse(text, out _) && !double.TryParse(text, CultureInfo.InvariantCulture, out _));

    /// <summary>Takes in one value.</summary>
    public void Add(JsonElement value)
    {
        Count++;
        var text = value.ValueKind == JsonValueKind.String ? TextOf(value) : value.GetRawText();
        if (_first.Length == 0) _first = text;
        if (_texts.Count < MostTexts) _texts.Add(text);
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) Truths++;
        if (value.ValueKind == JsonValueKind.Number) Numbers++;
        if (value.ValueKind == JsonValueKind.String) Texts++;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            if (value.ValueKind == JsonValueKind.String) NumberTexts++;
            if (IsEpoch(number)) EpochNumbers++;
            if (!(number <= Largest)) Largest = number;
        }
        else if (value.ValueKind == JsonValueKind.String && text.Length is >= 10 and <= 40 && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            if (text.Length > 11 && (text[^1] is 'Z' or 'z' || text[11..].AsSpan().ContainsAny('+', '-'))) Times++;
            else LocalTimes++;
        }
    }

    /// <summary>From 2001 to 2100, in seconds, milli-, micro- or nanoseconds.</summary>
    private static bool IsEpoch(double number) => number is (>= 1e9 and < 4.1e9) or (>= 1e12 and < 4.1e12) or (>= 1e15 and < 4.1e15) or (>= 1e18 and < 4.1e18);

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return ""; // half a surrogate pair
        }
    }
}
