using System.Globalization;
using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Time;
using RiskEngine.Reading.Records;

namespace RiskEngine.Service.Http.Api;

/// <summary>A query parameter: what it means, and which values it takes. The checks and the OpenAPI document are made of this.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it is for.</param>
internal sealed record ApiParameter(string Name, string Meaning)
{
    private const int LongestText = 512;
    private const int MostValues = 100;

    /// <summary>The words that it takes; null for any text.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The least and the greatest number that it takes; null where it takes no number.</summary>
    public (int Least, int Most)? Bounds { get; init; }

    /// <summary>Whether it takes several, with commas between.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether it takes a time, RFC 3339.</summary>
    public bool IsTime { get; init; }

    /// <summary>Whether it takes the cursor of a page.</summary>
    public bool IsCursor { get; init; }

    /// <summary>What holds without it; null for no restriction.</summary>
    public string? Default { get; init; }

    public static ApiParameter Limit { get; } = new("limit", "how many items at most") { Bounds = (1, 500), Default = "100" };

    public static ApiParameter Cursor { get; } = new("cursor", "`next` of the page before") { IsCursor = true };

    public static ApiParameter Grade { get; } = new("grade", "grades, with commas between") { Words = [.. GradeName.All.Select(GradeName.Of)], IsList = true };

    public static ApiParameter Area { get; } = new("area", "an area, with all below it, e.g. `huaxi/c12`");

    public static ApiParameter Text { get; } = new("text", "a part of what is written there, in small or capital letters");

    public static ApiParameter Since { get; } = new("since", "the earliest time, RFC 3339") { IsTime = true };

    public static ApiParameter Until { get; } = new("until", "the latest time, RFC 3339") { IsTime = true };

    /// <summary>What is wrong with a value; null where nothing is.</summary>
    public string? FaultOf(string value)
    {
        if (value.Length is 0 or > LongestText) return $"has a value of {value.Length} characters; write 1 to {LongestText}, or leave it out";
        if (value.Any(char.IsControl) || !IsText(value)) return "has signs that are no text";
        if (IsCursor) return ListPlace.TryParse(value, out _) ? null : "is no cursor; send 'next' of the page before as it is";
        if (IsTime) return TryTime(value, out _) ? null : $"is '{Short(value)}'; write a time such as 2026-11-21T10:00:00Z";
        if (Bounds is var (least, most))
            return TryNumber(value, out var number) && number >= least && number <= most ? null : $"is '{Short(value)}'; write a whole number, {least} to {most}";
        var parts = IsList ? value.Split(',') : [value];
        if (parts.Length > MostValues) return $"has {parts.Length} values; write {MostValues} at most";
        if (Words is null) return parts.All(part => part.Length > 0) ? null : "has an empty value";
        if (parts.FirstOrDefault(part => !Words.Contains(part)) is not { } unknown) return null;
        return $"is '{Short(unknown)}'; write {(IsList ? "some" : "one")} of {string.Join(", ", Words)}";
    }

    public static bool TryTime(string value, out EventTime time) => TimeText.TryRfc3339(Encoding.UTF8.GetBytes(value), out time);

    public static bool TryNumber(string value, out int number) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Half of a surrogate pair is no text, and could be written nowhere.</summary>
    private static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 >= value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return false;
            i++;
        }

        return true;
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..57]}...";
}
