using RiskEngine.Core.Detection;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Versions;
using RiskEngine.Kafka.Input;
using RiskEngine.Kafka.Output;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Service.Stores;
using RiskEngine.Service.Versions;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Verifying;

/// <summary>Finds the versions of rules that alerts name: those of the rules folder where their hashes are the same, else those that Redis has kept, else those of the
/// audit topic.</summary>
/// <param name="options">Those of the engine.</param>
/// <param name="given">Folders or files that count instead; null where none do.</param>
/// <param name="notes">Gets what was used and what is missing: a sentence each.</param>
internal sealed class RuleVersions(EngineOptions options, IReadOnlyList<string>? given, ICollection<string> notes)
{
    private readonly Dictionary<string, KeptVersion?> _found = new(StringComparer.Ordinal);

    /// <summary>The rule sets to derive alerts with: the one with the version that an alert names comes before those without it.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="log">Reads the audit topic where Redis does not have a version.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IReadOnlyList<IReadOnlyList<Rule>> SetsFor(IReadOnlyList<PublishedAlert> alerts, LogScan log, CancellationToken cancellationToken)
    {
        var models = ModelsOf(options);
        if (given is { Count: > 0 }) return [.. given.Select(path => RuleFolder.Load(path, models, options.AreaLevels, options.SignalDepth))];
        var sets = new List<IReadOnlyList<Rule>>();
        try
        {
            sets.Add(RuleFolder.Load(options.RulesPath, models, options.AreaLevels, options.SignalDepth));
        }
        catch (RulesException fault)
        {
            notes.Add($"the rules of '{options.RulesPath}' are not used: {fault.Message}");
        }

        var missing = alerts.Select(alert => (alert.Rule, alert.RuleHash)).Distinct().Where(one => !Has(sets, one.Rule, one.RuleHash)).ToList();
        if (missing.Count == 0) return sets;
        using var archive = new Archive(options, log, notes, cancellationToken);
        foreach (var (rule, hash) in missing)
        {
            if (Has(sets, rule, hash)) continue;
            if (Load(rule, hash, archive, models) is { } kept) sets.Add(kept);
        }

        return sets;
    }

    private static ModelSet ModelsOf(EngineOptions options)
    {
        var models = ModelSet.Load(options.ModelCatalog);
        if (options.ModelHolidays is { } holidays) models = models.WithHolidays(holidays);
        if (options.ModelTimeZone is { } zone) models = models.InZone(zone);
        return options.ModelStart is { } start ? models.StartingFrom(start) : models;
    }

    private static bool Has(List<IReadOnlyList<Rule>> sets, string rule, string hash) =>
        sets.SelectMany(set => set).Concat(BuiltInRules.All).Any(one => one.Id == rule && one.Hash == hash);

    /// <summary>The set in which a version was in force first, or the version alone where that is not kept whole.</summary>
    private IReadOnlyList<Rule>? Load(string rule, string hash, Archive archive, ModelSet models)
    {
        var key = KeptVersion.KeyOf(VersionKind.Rule, rule, hash);
        if (Find(key, archive) is not { Text: not null } version)
        {
            notes.Add($"{key} is kept neither in Redis nor on {options.Kafka.Topics.Audit}");
            return null;
        }

        var members = (version.With is { } with ? Find(with, archive)?.Holds : null) ?? [];
        var texts = members.Where(member => member.StartsWith("rule/", StringComparison.Ordinal)).Select(member => Find(member, archive)).OfType<KeptVersion>()
            .Where(member => member.Text is not null).ToList();
        try
        {
            var rules = KeptRules.Load(texts.Contains(version) ? texts : [version], models, options.AreaLevels, options.SignalDepth);
            var found = rules.FirstOrDefault(one => one.Id == rule);
            notes.Add(found?.Hash == hash ? $"{key} was loaded from {archive.Source}"
                : $"{key} was loaded from {archive.Source}, and has the hash {found?.Hash} here: its models, or options such as Rules:AreaLevels, are others now");
            return rules;
        }
        catch (RulesException fault)
        {
            notes.Add($"{key} is kept, and cannot be loaded here: {fault.Message}");
            return null;
        }
    }

    private KeptVersion? Find(string key, Archive archive)
    {
        if (!_found.TryGetValue(key, out var version)) _found.Add(key, version = archive.Find(key));
        return version;
    }

    /// <summary>Redis, and behind it the audit topic; each is asked only once somebody needs it.</summary>
    private sealed class Archive : IDisposable
    {
        private readonly Lazy<KnownVersions> _topic;
        private readonly LookedAtStore? _opened;
        private readonly IVersionStore? _store;
        private readonly string _audit;

        public Archive(EngineOptions options, LogScan log, ICollection<string> notes, CancellationToken cancellationToken)
        {
            _audit = options.Kafka.Topics.Audit;
            _topic = new Lazy<KnownVersions>(() => VersionLog.Read(log, _audit, cancellationToken));
            if (options.Redis is not { } redis) return;
            try
            {
                _opened = LookedAtStore.OpenAsync(redis, cancellationToken).GetAwaiter().GetResult();
                _store = _opened.Versions;
            }
            catch (DependencyException fault)
            {
                notes.Add($"Redis was not asked: {fault.Message}");
            }
        }

        /// <summary>Where the last version was found.</summary>
        public string Source { get; private set; } = "";

        public KeptVersion? Find(string key)
        {
            if (_store?.FindAsync(key).GetAwaiter().GetResult() is { } bytes && VersionJson.ReadVersion(bytes) is { } kept)
            {
                Source = "Redis";
                return kept;
            }

            Source = _audit;
            return _topic.Value.Find(key);
        }

        public void Dispose() => _opened?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
