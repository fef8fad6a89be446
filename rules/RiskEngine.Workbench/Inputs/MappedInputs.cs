using RiskEngine.Core.Events;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.Workbench.Inputs;

/// <summary>How recordings of records that are not written in the event contract are read.</summary>
/// <param name="Inputs">The mappings.</param>
public sealed record MappedInputs(InputSet Inputs)
{
    /// <summary>The topic that all recordings come from; null for that of each recording's name, <c>city.lorawan.up.jsonl.gz</c> being of <c>city.lorawan.up</c>.</summary>
    public string? Topic { get; init; }

    /// <summary>The topic of files that are not JSON Lines, whatever their name is; null where each is named like its topic.</summary>
    public string? CsvTopic { get; init; }

    /// <summary>Told what was taken for granted while a recording was read; null where nobody asks.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>Whether what comes out is events of the contract, as for publishing; otherwise the records come as they are, for the decoder to map.</summary>
    public bool AsEvents { get; init; }

    /// <summary>Told of each line that is no event, where <see cref="AsEvents"/>.</summary>
    public Action<Rejection, RecordPlace>? OnRejected { get; init; }

    /// <summary>These mappings behind those of others, whose topics come first.</summary>
    public MappedInputs Behind(InputSet others) => this with { Inputs = new InputSet([.. others.Mappings, .. Inputs.Mappings]) };

    /// <summary>Whether a mapping names the topic of a recording.</summary>
    public bool Cover(string path) => Inputs.MapperOf(TopicOf(path)) is not null;

    /// <summary>The topic of a recording.</summary>
    public string TopicOf(string path)
    {
        if (Topic is not null) return Topic;
        if (CsvTopic is not null && !RecordedEvents.IsJson(path)) return CsvTopic;
        var name = Path.GetFileName(path);
        foreach (var ending in Endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) name = name[..^ending.Length];
        }

        return name;
    }

    private static readonly string[] Endings = [".gz", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".txt"];
}
