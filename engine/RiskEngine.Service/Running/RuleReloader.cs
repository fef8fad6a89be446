using Microsoft.Extensions.Logging;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Running;
using RiskEngine.Service.Catalog;

namespace RiskEngine.Service.Running;

/// <summary>Reloads the rules when their folder changes, or when asked to: all checked before any is put in force, the old set kept on a fault.</summary>
public sealed partial class RuleReloader : IDisposable
{
    private const int MostShown = 20;
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    // Notifications of the file system are quick, but some get lost: two folders renamed at once, network file systems.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private readonly string _path;
    private readonly ModelSet _models;
    private readonly IReadOnlyList<string> _areaLevels;
    private readonly int _signalDepth;
    private readonly ActiveRules _active;
    private readonly ILogger _log;
    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _settled;
    private readonly ITimer _look;
    private long _fingerprint;

    /// <summary>Watches a folder, or the folder of a file. The models stay as they were loaded at the start.</summary>
    public RuleReloader(string path, ModelSet models, IReadOnlyList<string> areaLevels, int signalDepth, ActiveRules active, TimeProvider time, ILogger log)
    {
        _path = path;
        _models = models;
        _areaLevels = areaLevels;
        _signalDepth = signalDepth;
        _active = active;
        _log = log;
        _settled = time.CreateTimer(_ => ReloadAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = Watch();
        _fingerprint = FolderFingerprint.Of(path);
        _look = time.CreateTimer(_ => BesideTheTasks.Run(ReloadWhereChanged), null, LookEvery, LookEvery);
    }

    /// <summary>Told when other rules have been put in force; nobody by default.</summary>
    public Action? OnReplaced { get; set; }

    /// <summary>Loads the rules anew, beside the tasks.</summary>
    /// <returns>What changed, or every fault in the rules.</returns>
    public Task<RuleReloadResult> ReloadAsync() => BesideTheTasks.Run(Reload);

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _settled.Dispose();
        _look.Dispose();
    }

    private bool ReloadWhereChanged()
    {
        var isChanged = FolderFingerprint.Of(_path) != _fingerprint;
        if (isChanged) Reload();
        return isChanged;
    }

    private RuleReloadResult Reload()
    {
        _fingerprint = FolderFingerprint.Of(_path);
        try
        {
            return PutInForce(RuleFolder.Load(_path, _models, _areaLevels, _signalDepth));
        }
        catch (Exception fault) when (fault is RulesException or IOException or UnauthorizedAccessException)
        {
            LogRefused(fault.Message);
            return Refuse(fault.Message);
        }
        catch (Exception fault)
        {
            LogBroken(fault);
            return Refuse($"the engine failed while it loaded them, which is a fault of the engine: {fault.Message}");
        }
    }

    private RuleReloadResult Refuse(string fault)
    {
        _active.Refuse(fault);
        return new RuleReloadResult { Fault = fault, Rules = _active.Current.Rules.Count };
    }

    private RuleReloadResult PutInForce(IReadOnlyList<Rule> rules)
    {
        var before = _active.Current.Loaded.ToDictionary(rule => rule.Id);
        var after = rules.ToDictionary(rule => rule.Id);
        var result = new RuleReloadResult
        {
            Rules = rules.Count,
            Added = [.. after.Keys.Where(id => !before.ContainsKey(id)).Order(StringComparer.Ordinal)],
            Removed = [.. before.Keys.Where(id => !after.ContainsKey(id)).Order(StringComparer.Ordinal)],
            Changed = [.. after.Values.Where(rule => before.TryGetValue(rule.Id, out var old) && Differs(old, rule)).Select(rule => rule.Id).Order(StringComparer.Ordinal)],
        };
        var evaluated = _active.Current.Rules;
        if (result.IsChange || _active.LastFault is not null) _active.Replace(rules);
        if (result.IsChange) OnReplaced?.Invoke();
        var fates = StateFates.Between(evaluated, _active.Current.Rules);
        result = result with
        {
            Rules = _active.Current.Rules.Count,
            State = result.Changed.Where(fates.ContainsKey).ToDictionary(id => id, id => fates[id]),
        };
        LogReloaded(result.Rules, Shown(result.Added), Shown(result.Removed), Shown([.. result.Changed.Select(id => WithFate(id, result.State))]));
        return result;
    }

    private static string WithFate(string id, IReadOnlyDictionary<string, StateFate> fates) =>
        fates.TryGetValue(id, out var fate) ? $"{id} ({fate.ToString().ToLowerInvariant()})" : id;

    /// <summary>A line of the log stays readable, however many rules changed.</summary>
    private static string Shown(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "none",
        <= MostShown => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(MostShown))} and {names.Count - MostShown} more",
    };

    private static bool Differs(Rule old, Rule rule) =>
        old.Hash != rule.Hash || old.Mode != rule.Mode || old.Owner != rule.Owner || old.Runbook != rule.Runbook || old.Title != rule.Title;

    private FileSystemWatcher Watch()
    {
        var isFolder = Directory.Exists(_path);
        var folder = isFolder ? _path : Path.GetDirectoryName(Path.GetFullPath(_path)) ?? ".";
        var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = isFolder };
        watcher.Changed += OnChange;
        watcher.Created += OnChange;
        watcher.Deleted += OnChange;
        watcher.Renamed += OnChange;
        watcher.Error += OnLost;
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    /// <summary>Notices were lost, e.g. because too many came at once.</summary>
    private void OnLost(object sender, ErrorEventArgs lost)
    {
        LogLost(lost.GetException().Message);
        _settled.Change(Settle, Timeout.InfiniteTimeSpan);
    }

    private void OnChange(object sender, FileSystemEventArgs change) => _settled.Change(Settle, Timeout.InfiniteTimeSpan);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Rules} rules in force; added: {Added}; removed: {Removed}; changed: {Changed}")]
    private partial void LogReloaded(int rules, string added, string removed, string changed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of the rules folder were missed, so it is read anew: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed rules are refused and the old ones stay in force: {Fault}")]
    private partial void LogRefused(string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The engine failed while it loaded changed rules, and the old ones stay in force: report it with this text")]
    private partial void LogBroken(Exception fault);
}
