using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Desk.Book;

/// <summary>Silences, of people and of the file. Those of the file are not saved: the file has them.</summary>
internal sealed class SilenceTable() : DeskTable<DeskSilence>("desk-silences")
{
    private readonly List<DeskSilence> _fromFile = [];

    /// <summary>All silences: those of the file in its order, then those of people.</summary>
    public IEnumerable<DeskSilence> All => _fromFile.Concat(_ofPeople);

    private List<DeskSilence> _ofPeople = [];

    /// <summary>Takes the silences of a file in the place of those before.</summary>
    /// <returns>Those that are gone.</returns>
    public IReadOnlyList<DeskSilence> Use(DeskPolicy policy)
    {
        var before = _fromFile.ToArray();
        _fromFile.Clear();
        foreach (var one in policy.Silences)
            _fromFile.Add(before.FirstOrDefault(silence => silence.Policy == one) ?? new DeskSilence(one, fromFile: true) { Order = _fromFile.Count - policy.Silences.Count });
        return [.. before.Except(_fromFile)];
    }

    /// <summary>The silence with an identity; null where there is none.</summary>
    public DeskSilence? Find(string id) => All.FirstOrDefault(silence => silence.Policy.Id == id);

    /// <summary>Keeps a silence that somebody has set.</summary>
    public void Keep(DeskSilence silence)
    {
        Add(silence);
        _ofPeople.Add(silence);
    }

    /// <summary>Forgets a silence that somebody has set.</summary>
    public void Drop(DeskSilence silence)
    {
        Remove(silence);
        _ofPeople.Remove(silence);
    }

    /// <summary>Finds everything again after a restore.</summary>
    public void Reindex() => _ofPeople = [.. InOrder()];

    public override void Clear()
    {
        base.Clear();
        _ofPeople.Clear();
    }

    protected override void Write(DeskSilence silence, StateWriter writer)
    {
        var policy = silence.Policy;
        writer.String(policy.Id);
        writer.String(policy.By);
        writer.String(policy.Why);
        writer.String(silence.Area);
        writer.Int(policy.From.Micros);
        writer.Bool(policy.To is not null);
        if (policy.To is { } to) writer.Int(to.Micros);
        Write(policy.Match.Rules, writer);
        Write(policy.Match.Areas, writer);
        Write(policy.Match.Sources, writer);
        Write(policy.Match.Causes, writer);
        Write([.. policy.Match.Labels.SelectMany(label => new[] { label.Key, label.Value })], writer);
        writer.Byte((byte)policy.Match.AtMost);
    }

    protected override DeskSilence Read(ref StateReader reader)
    {
        var (id, by, why, area) = (reader.String(), reader.String(), reader.String(), reader.String());
        var from = reader.TimeAhead();
        Core.Time.EventTime? to = reader.Bool() ? reader.TimeAhead() : null;
        var (rules, areas, sources, causes, labels) = (Texts(ref reader), Texts(ref reader), Texts(ref reader), Texts(ref reader), Texts(ref reader));
        var match = new AlertMatcher
        {
            Rules = rules, Areas = areas, Sources = sources, Causes = causes, Labels = labels.Chunk(2).ToDictionary(pair => pair[0], pair => pair[^1]),
            AtMost = (Grade)reader.Byte(),
        };
        return new DeskSilence(new SilencePolicy(id, match, from, to, by, why), fromFile: false) { Area = area };
    }

    private static void Write(IReadOnlyList<string> texts, StateWriter writer)
    {
        writer.Count(texts.Count);
        foreach (var text in texts) writer.String(text);
    }

    private static string[] Texts(ref StateReader reader)
    {
        var texts = new string[reader.Count()];
        for (var i = 0; i < texts.Length; i++) texts[i] = reader.String();
        return texts;
    }
}
