using System.Security.Cryptography;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Models.Scoring;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Catalog;

/// <summary>What models learned from history, by series: written by <c>models fit</c>, read at the start. Immutable.</summary>
public sealed class StartFile
{
    private const byte Format = 1;
    private const int SumBytes = 32;
    private readonly IReadOnlyList<StartEntry> _entries;
    private readonly Dictionary<(string Model, string ParameterHash, SeriesName Series), StartEntry> _bySeries;

    /// <summary>Holds what was learned; one entry for each model, parameters and series.</summary>
    public StartFile(IReadOnlyList<StartEntry> entries)
    {
        _entries = entries;
        _bySeries = entries.ToDictionary(entry => (entry.Model, entry.ParameterHash, entry.Series));
    }

    private static ReadOnlySpan<byte> Magic => "RiskEngine start\n"u8;

    /// <summary>The state that a series starts from; null where the file does not know it.</summary>
    /// <remarks>A recording of another name takes the file's only recording.</remarks>
    public byte[]? Find(IModel model, int channels, SeriesName series)
    {
        var found = _bySeries.GetValueOrDefault((model.Name, model.ParameterHash, series));
        if (found is null && series.Subject == FileScoring.Subject && _entries.Count(Fits) == 1) found = _entries.First(Fits);
        return found is not null && found.Channels == channels ? found.State : null;

        bool Fits(StartEntry entry) => entry.Series.Subject == FileScoring.Subject && entry.Model == model.Name && entry.ParameterHash == model.ParameterHash;
    }

    /// <summary>What speaks against starting these models from the file, all at once.</summary>
    public IEnumerable<string> FaultsFor(IReadOnlyList<IModel> models)
    {
        foreach (var group in _entries.GroupBy(entry => (entry.Model, entry.Version, entry.ParameterHash)))
        {
            var (name, version, hash) = group.Key;
            var named = models.FirstOrDefault(one => one.Name == name);
            var model = named is null ? null : Variants(named).FirstOrDefault(one => one.ParameterHash == hash) ?? named;
            if (model is null)
            {
                yield return $"it holds {group.Count()} series of model '{name}', which does not exist here; name its --catalog, or fit anew";
            }
            else if (model.Version != version || model.ParameterHash != hash)
            {
                yield return $"its {group.Count()} series of {name} were learned with v{version}, parameters {hash}, "
                    + $"but here {name} is v{model.Version}, parameters {model.ParameterHash}; fit anew with 'riskengine models fit'";
            }
            else
            {
                foreach (var entry in group)
                    if (Damage(model, entry) is { } damage) yield return $"series {entry.Series.Subject} {entry.Series.Key}: {damage}; fit anew with 'riskengine models fit'";
            }
        }
    }

    /// <summary>A rule may have told the model which rhythm to go by, and in which zone.</summary>
    private static IEnumerable<IModel> Variants(IModel model)
    {
        IModel[] rhythms = [model, .. Enum.GetValues<Seasonality>().Select(model.With).OfType<IModel>()];
        return rhythms.Concat(TimeZoneInfo.GetSystemTimeZones().SelectMany(zone => rhythms.Select(rhythm => rhythm.With(zone)).OfType<IModel>()));
    }

    /// <summary>Writes the file as a whole or not at all.</summary>
    public static void Write(string path, IReadOnlyList<StartEntry> entries)
    {
        var writer = new StateWriter(1 << 16);
        writer.Raw(Magic);
        writer.Byte(Format);
        writer.Count(entries.Count);
        foreach (var entry in entries)
        {
            writer.String(entry.Model);
            writer.String(entry.Version);
            writer.String(entry.ParameterHash);
            writer.String(entry.Series.Subject);
            writer.String(entry.Series.Key);
            writer.Count(entry.Channels);
            writer.Bytes(entry.State);
        }

        writer.Raw(SHA256.HashData(writer.Written));
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var incoming = path + ".incoming";
        File.WriteAllBytes(incoming, writer.ToArray());
        File.Move(incoming, path, overwrite: true);
    }

    /// <summary>Reads a file and checks that it is whole.</summary>
    /// <exception cref="OptionsException">It is not there, none of these, of a newer format, or damaged.</exception>
    public static StartFile Read(string path)
    {
        if (!File.Exists(path)) throw new OptionsException([$"{path}: there is no such start file; 'riskengine models fit' writes one"]);
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (!bytes.StartsWith(Magic) || bytes.Length <= Magic.Length + SumBytes) throw new OptionsException([$"{path}: this is no start file; 'riskengine models fit' writes one"]);
        if (bytes[Magic.Length] != Format)
        {
            throw new OptionsException([$"{path}: format {bytes[Magic.Length]}, but this version reads {Format}; fit anew with 'riskengine models fit'"]);
        }

        var body = bytes[..^SumBytes];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[^SumBytes..]))
        {
            throw new OptionsException([$"{path}: its checksum does not fit, so it is damaged; copy it again, or fit anew"]);
        }

        return new StartFile(Entries(body[(Magic.Length + 1)..]));
    }

    private static List<StartEntry> Entries(ReadOnlySpan<byte> body)
    {
        var reader = new StateReader(body);
        var entries = new List<StartEntry>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (model, version, hash) = (reader.String(), reader.String(), reader.String());
            var series = new SeriesName(reader.String(), reader.String());
            entries.Add(new StartEntry(series, model, version, hash, reader.Small(), reader.Bytes().ToArray()));
        }

        return entries;
    }

    private static string? Damage(IModel model, StartEntry entry)
    {
        if (model.Refuses(entry.Channels) is { } reason) return reason;
        try
        {
            var reader = new StateReader(entry.State);
            model.Create(entry.Channels).Restore(ref reader);
            return reader.AtEnd ? null : "its state is longer than it should be";
        }
        catch (StateFormatException fault)
        {
            return fault.Message;
        }
    }
}
