using System.Text.Json;

namespace RiskEngine.Workbench.Guessing;

/// <summary>The fields of sampled payloads: those of the payload itself and of the maps in it, and those of the items of its longest list.</summary>
internal sealed class PayloadSample
{
    private const int MostFields = 500;
    private const int Deepest = 6;

    private readonly Dictionary<string, SampledField> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string[] Path, int Items, int In, PayloadSample Fields)> _lists = new(StringComparer.Ordinal);

    /// <summary>How many payloads, or items, were taken in.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them were lists at their root.</summary>
    public int RootLists { get; private set; }

    /// <summary>The fields with single values, in the order in which they were met.</summary>
    public IReadOnlyCollection<SampledField> Fields => _fields.Values;

    /// <summary>The list of maps that has the most items, with the fields of those, of the lists that nine of ten payloads have; null where there is none.</summary>
    public (string[] Path, int Items, PayloadSample Fields)? Longest => _lists.Values.Where(list => list.In * 10 >= Count * 9).ToList() is { Count: > 0 } lists
        && lists.MaxBy(list => list.Items) is var longest ? (longest.Path, longest.Items, longest.Fields) : null;

    /// <summary>Takes in a payload.</summary>
    public void Add(JsonElement payload)
    {
        Count++;
        if (payload.ValueKind == JsonValueKind.Array) RootLists++;
        Walk(payload, []);
    }

    private void Walk(JsonElement value, string[] path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when path.Length < Deepest:
                foreach (var property in value.EnumerateObject()) Walk(property.Value, [.. path, property.Name]);
                break;
            case JsonValueKind.Array:
                TakeList(value, path);
                break;
            case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when path.Length > 0:
                var name = string.Join('\u0001', path);
                if (!_fields.TryGetValue(name, out var field) && _fields.Count < MostFields) _fields[name] = field = new SampledField(path);
                field?.Add(value);
                break;
        }
    }

    private void TakeList(JsonElement list, string[] path)
    {
        var name = string.Join('\u0001', path);
        var isNew = true;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object) continue;
            if (!_lists.TryGetValue(name, out var known)) known = (path, 0, 0, new PayloadSample());
            known.Fields.Add(item);
            _lists[name] = (known.Path, known.Items + 1, known.In + (isNew ? 1 : 0), known.Fields);
            isNew = false;
        }
    }
}
