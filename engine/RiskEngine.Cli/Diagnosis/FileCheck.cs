using System.Globalization;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Diagnosis;

/// <summary>Whether what the engine loads at its start loads, and whether it can write where it must.</summary>
internal static class FileCheck
{
    private const long LeastFree = 64L << 20;
    private const long LittleFree = 1L << 30;

    public static IReadOnlyList<CheckFinding> Run(EngineOptions options)
    {
        var findings = new List<CheckFinding>();
        ModelSet? models = null;
        findings.Add(Loaded("models", () =>
        {
            var loaded = ModelSet.Load(options.ModelCatalog);
            if (options.ModelHolidays is { } holidays) loaded = loaded.WithHolidays(holidays);
            if (options.ModelTimeZone is { } zone) loaded = loaded.InZone(zone);
            if (options.ModelStart is { } start) loaded = loaded.StartingFrom(start);
            models = loaded;
            return $"{loaded.All.Count}{(options.ModelCatalog is { } folder ? $", with those of {folder}" : "")}";
        }));
        if (models is not null)
            findings.Add(Loaded("rules", () => $"{RuleFolder.Load(options.RulesPath, models, options.AreaLevels, options.SignalDepth).Count} in {options.RulesPath}"));
        if (options.DeskFile is { } desk) findings.Add(Loaded("desk", () => $"{desk}, policy {DeskFile.Load(desk, options.AreaLevels, options.DeskLevel).Hash}"));
        if (options.InputsFolder is { } inputs)
            findings.Add(Loaded("mappings", () => $"{InputFolder.Load(inputs, options.Decoding.PersonFields, options.Kafka.Topics.All).Mappings.Count} in {inputs}"));
        if (options.Redis?.EmbeddedFolder is { } state) findings.Add(Room("state folder", state));
        if (options.ReadsPicture)
        {
            if (options.ReadingFolder is { } reading) findings.Add(Room("reading folder", reading));
            else findings.Add(Room("reading folder", Path.GetTempPath()));
        }

        if (options.PseudonymKey is null)
            findings.Add(CheckFinding.Note("privacy",
                "no Privacy:PseudonymKey: pseudonyms change with every start", "openssl rand -base64 32, as RISKENGINE__PRIVACY__PSEUDONYMKEY"));
        return findings;
    }

    /// <summary>Whether a folder, or the nearest one above that is there, can be written, and how much room there is.</summary>
    internal static CheckFinding Room(string check, string folder)
    {
        var nearest = Path.GetFullPath(folder);
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { } above) nearest = above;
        try
        {
            var trial = Path.Combine(nearest, $".riskengine-doctor-{Environment.ProcessId}");
            new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();

            var free = new DriveInfo(nearest).AvailableFreeSpace;
            var says = string.Create(CultureInfo.InvariantCulture, $"{folder}: {free / (double)LittleFree:0.0} GiB free");
            return free < LeastFree ? CheckFinding.Fault(check, says, "make room")
                : free < LittleFree ? CheckFinding.Note(check, says, "make room before it is full")
                : CheckFinding.Ok(check, says);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return CheckFinding.Fault(check, $"{folder} cannot be written: {fault.Message}", "give the user of the engine the right to write there, or name another folder");
        }
    }

    private static CheckFinding Loaded(string check, Func<string> load)
    {
        try
        {
            return CheckFinding.Ok(check, load());
        }
        catch (Exception fault) when (fault is OptionsException or RulesException or IOException or UnauthorizedAccessException)
        {
            return CheckFinding.Fault(check, fault.Message.TrimEnd());
        }
    }
}
