namespace RiskEngine.Workbench.Inputs;

/// <summary>Reads recorded events: JSON Lines as they are, other records and CSV through mappings; any may be gzipped, which its first bytes tell.</summary>
public static class RecordedEvents
{
    private static readonly string[] JsonEndings = [".jsonl", ".ndjson", ".json"];

    /// <summary>Opens recordings as one stream. Files are read as the stream is, so memory stays flat.</summary>
    /// <param name="paths">The files. Those whose topic a mapping names are mapped; others must end in jsonl, ndjson or json (before .gz) and are of the contract.</param>
    /// <param name="merge">Whether to interleave the files by event time, each being in order itself; otherwise they follow one another.</param>
    /// <param name="inputs">The mappings of records that are not written in the event contract; null where all are.</param>
    /// <exception cref="InputException">A file is missing or has no mapping; later, while reading, it is not of the mapping's form, or a gzip file ends early.</exception>
    public static IEnumerable<RecordedEvent> Open(IReadOnlyList<string> paths, bool merge = false, MappedInputs? inputs = null)
    {
        var faults = new List<string>();
        foreach (var path in paths)
        {
            if (!File.Exists(path)) faults.Add($"{path}: no such file; check the path");
            else if (!IsJson(path) && !IsMapped(path, inputs))
                faults.Add($"{path}: a CSV file needs a mapping; name one with --mapping, 'riskengine inputs guess --file {path}' proposes it (docs/inputs.md)");
        }

        if (faults.Count > 0) throw new InputException(string.Join('\n', faults));
        var recordings = paths.Select(path => Read(path, inputs)).ToArray();
        return merge && recordings.Length > 1 ? MergedEvents.ByTime(recordings) : recordings.SelectMany(recording => recording);
    }

    /// <summary>Whether a recording is named as JSON is.</summary>
    internal static bool IsJson(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return JsonEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<RecordedEvent> Read(string path, MappedInputs? inputs)
    {
        using var stream = RecordingStream.Open(path);
        if (inputs is not null && IsMapped(path, inputs))
        {
            using var lines = new MappedLines(inputs);
            foreach (var e in lines.Read(path, stream)) yield return e;
            yield break;
        }

        foreach (var e in JsonLines.Read(path, stream)) yield return e;
    }

    /// <summary>Whether a mapping names the recording's topic, or its lines may name one themselves.</summary>
    private static bool IsMapped(string path, MappedInputs? inputs) => inputs is not null && (inputs.Inputs.MapperOf(inputs.TopicOf(path)) is not null || IsOfKcat(path));

    private static bool IsOfKcat(string path)
    {
        using var stream = RecordingStream.Open(path);
        foreach (var (line, _) in JsonLines.Split(path, stream)) return KcatLine.TryRead(line.Span, out _, out var _);
        return false;
    }
}
