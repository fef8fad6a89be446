using Microsoft.Extensions.Logging;
using RiskEngine.Core.Rules;
using RiskEngine.Host.Catalog;
using RiskEngine.Host.Commands;

namespace RiskEngine.Host.Running;

/// <summary>Reloads the rules when their folder changes, or when asked to: all checked before any is put in force, the old set kept on a fault.</summary>
public sealed partial class RuleReloader : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);
    private readonly string _path;
    private readonly ModelSet _models;
    private readonly IReadOnlyList<string> _areaLevels;
    private readonly ActiveRules _active;
    private readonly ILogger _log;
    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _settled;
    private readonly Lock _reloading = new();

    /// <summary>Watches a folder, or the folder of a file. The models stay as they were loaded at the start.</summary>
    public RuleReloader(string path, ModelSet models, IReadOnlyList<string> areaLevels, ActiveRules active, TimeProvider time, ILogger log)
    {
        _path = path;
        _models = models;
        _areaLevels = areaLevels;
        _active = active;
        _log = log;
        _settled = time.CreateTimer(_ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        _watcher.Changed += OnChange;
        _watcher.Created += OnChange;
        _watcher.Deleted += OnChange;
        _watcher.Renamed += OnChange;
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Loads the rules anew.</summary>
    /// <returns>What changed, or every fault in the rules.</returns>
    public RuleReloadResult Reload()
    {
        lock (_reloading)
        {
            try
            {
                return PutInForce(RuleFolder.Load(_path, _models, _areaLevels));
            }
            catch (Exception fault) when (fault is RulesException or IOException or UnauthorizedAccessException)
            {
                _active.Refuse(fault.Message);
                LogRefused(fault.Message);
                return new RuleReloadResult { Fault = fault.Message, Rules = _active.Current.Rules.Count };
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _settled.Dispose();
    }

    private RuleReloadResult PutInForce(IReadOnlyList<Rule> rules)
    {
        var before = _active.Current.Rules.ToDictionary(rule => rule.Id);
        var after = rules.ToDictionary(rule => rule.Id);
        var result = new RuleReloadResult
        {
            Rules = rules.Count,
            Added = [.. after.Keys.Where(id => !before.ContainsKey(id)).Order(StringComparer.Ordinal)],
            Removed = [.. before.Keys.Where(id => !after.ContainsKey(id)).Order(StringComparer.Ordinal)],
            Changed = [.. after.Values.Where(rule => before.TryGetValue(rule.Id, out var old) && Differs(old, rule)).Select(rule => rule.Id).Order(StringComparer.Ordinal)],
        };
        if (result.IsChange || _active.LastFault is not null) _active.Replace(rules);
        LogReloaded(result.Rules, string.Join(',', result.Added), string.Join(',', result.Removed), string.Join(',', result.Changed));
        return result;
    }

    private static bool Differs(Rule old, Rule rule) => old.Hash != rule.Hash || old.Mode != rule.Mode || old.Owner != rule.Owner || old.Runbook != rule.Runbook || old.Title != rule.Title;

    private void OnChange(object sender, FileSystemEventArgs change) => _settled.Change(Settle, Timeout.InfiniteTimeSpan);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Rules} rules in force; added: {Added}; removed: {Removed}; changed: {Changed}")]
    private partial void LogReloaded(int rules, string added, string removed, string changed);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed rules are refused and the old ones stay in force: {Fault}")]
    private partial void LogRefused(string fault);
}
