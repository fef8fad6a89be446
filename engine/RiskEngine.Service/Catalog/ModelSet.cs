using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;
using RiskEngine.Models.Holidays;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Catalog;

/// <summary>The models that rules and commands can name: the shipped catalogue, and over it the folder of a site. Immutable.</summary>
public sealed class ModelSet
{
    private ModelSet(IReadOnlyList<CatalogModel> models)
    {
        Entries = models;
        All = [.. models.Select(entry => entry.Model)];
    }

    /// <summary>Where the shipped catalogue lies: beside the program.</summary>
    public static string ShippedFolder { get; } = Path.Combine(AppContext.BaseDirectory, "models", "catalog");

    /// <summary>The models with what the catalogue says of them: the default first, then by name.</summary>
    public IReadOnlyList<CatalogModel> Entries { get; }

    /// <summary>The models.</summary>
    public IReadOnlyList<IModel> All { get; }

    /// <summary>Loads the shipped catalogue and, where one is named, the folder of a site, whose entries replace shipped ones of the same name.</summary>
    /// <exception cref="OptionsException">With every fault of every file.</exception>
    public static ModelSet Load(string? siteFolder = null)
    {
        var faults = new List<string>();
        var found = new Dictionary<string, CatalogModel>(StringComparer.Ordinal);
        foreach (var folder in siteFolder is null ? [ShippedFolder] : new[] { ShippedFolder, siteFolder })
        {
            foreach (var entry in CatalogFolder.Read(folder, faults)) found[entry.Model.Name] = entry;
        }

        if (faults.Count > 0) throw new OptionsException(faults);
        return new ModelSet([.. found.Values.OrderBy(entry => entry.Model.Name != "auto").ThenBy(entry => entry.Model.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The same models; those that know holidays forecast the days of a calendar file as it says. Call it before <see cref="StartingFrom"/>.</summary>
    /// <exception cref="OptionsException">With every fault of the file, its line and the remedy.</exception>
    public ModelSet WithHolidays(string file)
    {
        var faults = new List<string>();
        HolidayCalendar? calendar = null;
        try
        {
            var found = new List<CalendarFault>();
            calendar = HolidayCalendar.Read(File.ReadLines(file), found);
            faults.AddRange(found.Select(fault => $"{file}:{fault.Line}: {fault.Message}; {fault.Remedy}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{file}: the calendar of holidays cannot be read: {e.Message}; correct --holidays or Models:Holidays");
        }

        if (calendar is null || faults.Count > 0) throw new OptionsException(faults);
        return new ModelSet([.. Entries.Select(entry => entry.Model is IKnowsHolidays knows ? entry with { Model = knows.With(calendar) } : entry)]);
    }

    /// <summary>The same models; the hours and days of those that go by the clock begin in a zone, unless a rule names another one. Call it before
    /// <see cref="StartingFrom"/>.</summary>
    /// <exception cref="OptionsException">The zone is not known here.</exception>
    public ModelSet InZone(string name)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            throw new OptionsException([$"'{name}' is no time zone that is known here; correct --time-zone or Models:TimeZone, e.g. to Asia/Shanghai"]);
        return new ModelSet([.. Entries.Select(entry => entry.Model.With(zone) is { } local ? entry with { Model = local } : entry)]);
    }

    /// <summary>The same models; a series that the start file knows begins with what its history taught.</summary>
    /// <exception cref="OptionsException">With every fault of the file.</exception>
    public ModelSet StartingFrom(string startFile)
    {
        var start = StartFile.Read(startFile);
        var faults = start.FaultsFor(All).Select(fault => $"{startFile}: {fault}").ToArray();
        if (faults.Length > 0) throw new OptionsException(faults);
        return new ModelSet([.. Entries.Select(entry => entry with { Model = new StartedModel(entry.Model, start) })]);
    }

    /// <summary>The same models; each remembers the scorers that it creates.</summary>
    public ModelSet Recorded(ScorerRecord record) => new([.. Entries.Select(entry => entry with { Model = new RecordedModel(entry.Model, record) })]);

    /// <summary>Finds a model by its name.</summary>
    /// <exception cref="OptionsException">There is none; names those there are.</exception>
    public IModel Find(string name) => All.FirstOrDefault(model => model.Name == name)
        ?? throw new OptionsException([$"--model {name}: no such model; there are {string.Join(", ", All.Select(one => one.Name))}"]);
}
