using RiskEngine.Core.Events;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.Workbench.Inputs;

/// <summary>How recordings of records that are not written in the event contract are read.</summary>
/// <param name="Inputs">The mappings.</param>
public sealed record MappedInputs(InputSet Inputs)
{
    /// <summary>The topic that all recordings come from; null for that of each recording's name, <c>city.lorawan.up.jsonl.gz</c> being of <c>city.lorawan.up</c>.</summary>
    public string? Topic { get; init; }

    /// <summary>Whether what comes out is events of the contract, as for publishing; otherwise the records come as they are, for the decoder to map.</summary>
    public bool AsEvents { get; init; }

    /// <summary>Told of each line that is no event, where <see cref="AsEvents"/>.</summary>
    public Action<Rejection, RecordPlace>? OnRejected { get; init; }

    /// <summary>Whether a mapping names the topic of a recording.</summary>
    public bool Cover(string path) => Inputs.MapperOf(TopicOf(path)) is not null;

    /// <summary>The topic of a recording.</summary>
    public string TopicOf(string path)
    {
        if (Topic is not null) return Topic;
        var name = Path.GetFileName(path);
        foreach (var ending in Endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) name = name[..^ending.Length];
        }

        return name;
    }

    private static readonly string[] Endings = [".gz", ".jsonl", ".ndjson", ".json", ".txt"];
}
