using RiskEngine.Core.Time;

namespace RiskEngine.Core.Versions;

/// <summary>A version of something that decides what the engine does, as it is kept by its hash.</summary>
/// <param name="Kind">What it is a version of.</param>
/// <param name="Name">The name of that: id of a rule, name of a model, name of a file; empty for a set.</param>
/// <param name="Hash">What names the version.</param>
public sealed record KeptVersion(VersionKind Kind, string Name, string Hash)
{
    /// <summary>Longest text and files together that are kept, in bytes: Kafka takes no record of more than a million.</summary>
    public const int MostBytes = 768 * 1024;

    /// <summary>When it was kept, by the wall clock.</summary>
    public EventTime At { get; init; }

    /// <summary>What the file held; null where it was too large, or where there is none.</summary>
    public string? Text { get; init; }

    /// <summary>The files that it names, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The set that it was kept with first; null for a set.</summary>
    public string? With { get; init; }

    /// <summary>The keys of all that a set holds; empty for anything else.</summary>
    public IReadOnlyList<string> Holds { get; init; } = [];

    /// <summary>What it is kept by: <c>rule/ID/HASH</c>, <c>set/HASH</c>.</summary>
    public string Key => KeyOf(Kind, Name, Hash);

    /// <summary>What a version is kept by.</summary>
    public static string KeyOf(VersionKind kind, string name, string hash) => name.Length == 0 ? $"{NameOf(kind)}/{hash}" : $"{NameOf(kind)}/{name}/{hash}";

    /// <summary>The kind in records.</summary>
    public static string NameOf(VersionKind kind) => kind switch
    {
        VersionKind.Rule => "rule",
        VersionKind.Model => "model",
        VersionKind.Desk => "desk",
        VersionKind.Mapping => "mapping",
        _ => "set",
    };

    /// <summary>The same without what is too large to be kept.</summary>
    public KeptVersion Bounded() =>
        (Text?.Length ?? 0) + Files.Sum(file => file.Key.Length + file.Value.Length) + Holds.Sum(key => key.Length + 4) <= MostBytes / 3
            || JsonBytes() <= MostBytes ? this : this with { Text = null, Files = new Dictionary<string, string>() };

    private int JsonBytes() => VersionJson.Write(this).Length;
}
