using System.Text;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Core.Versions;
using RiskEngine.Kafka.Output;
using RiskEngine.Pipeline.Running;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Versions;

/// <summary>Keeps what is in force by its hashes, on the audit topic and in the store, so that every alert can be derived again with the rule that raised it.</summary>
/// <remarks>
/// At the start, at each reload, and once a day, so that nothing in force expires. Each version is written once: not again where the store or the topic has it;
/// instances that start at one moment may write one twice, which harms nobody. It works beside the tasks and stops nothing: what could not be kept is a warning, and is
/// tried again an hour later.
/// </remarks>
public sealed partial class VersionKeeper : IDisposable
{
    private const string InForce = "in-force";
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);
    private readonly EngineOptions _options;
    private readonly ModelSet _models;
    private readonly ActiveRules _rules;
    private readonly VersionLog _topic;
    private readonly IVersionStore? _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly VersionsInForce _versions;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly ITimer _again;
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly Lock _oneAtATime = new();
    private KnownVersions? _known;
    private int _isWaiting;
    private string? _setInForce;

    /// <summary>Creates a keeper; nothing is kept before <see cref="KeepAsync"/>.</summary>
    /// <param name="options">The options of the engine.</param>
    /// <param name="models">Its models.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="topic">The audit topic.</param>
    /// <param name="store">The store; null where there is none but in memory.</param>
    /// <param name="time">Wall clock.</param>
    /// <param name="log">Where it says what it did.</param>
    public VersionKeeper(EngineOptions options, ModelSet models, ActiveRules rules, VersionLog topic, IVersionStore? store, TimeProvider time, ILogger log)
    {
        (_options, _models, _rules, _topic, _store, _time, _log) = (options, models, rules, topic, store, time, log);
        _versions = new VersionsInForce(options, models);
        _stopping = _stop.Token;
        _again = time.CreateTimer(_ => KeepAsync(), null, Every, Every);
    }

    /// <summary>Keeps what is in force now, on a thread of its own: Kafka may not answer for long, and nobody waits for it.</summary>
    /// <returns>Whether all of it is kept; false too where another call is about to.</returns>
    public Task<bool> KeepAsync()
    {
        // Whoever waits for its turn will keep what is in force then.
        if (Interlocked.Exchange(ref _isWaiting, 1) == 1) return Task.FromResult(false);
        return OwnThread.Run(() =>
        {
            lock (_oneAtATime)
            {
                Volatile.Write(ref _isWaiting, 0);
                return KeepNow().GetAwaiter().GetResult();
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _again.Dispose();
        _stop.Dispose();
    }

    private async Task<bool> KeepNow()
    {
        try
        {
            _known = null;
            var rules = _rules.Current.Loaded;
            var faults = new List<string>();
            var versions = _versions.Collect(rules, EventTime.From(_time.GetUtcNow()), faults);
            var before = await BeforeAsync(versions[^1]).ConfigureAwait(false);
            var written = 0;
            var isProven = false;
            foreach (var version in versions)
            {
                _stopping.ThrowIfCancellationRequested();
                if (await IsKept(version.Key).ConfigureAwait(false)) continue;
                if (!isProven) await BesideTheTasks.Run(() => Prove(versions, rules)).ConfigureAwait(false);
                isProven = true;
                written += await Keep(version).ConfigureAwait(false) ? 1 : 0;
            }

            await TellChanges(before, versions).ConfigureAwait(false);
            if (written > 0) LogKept(written, versions[^1].Hash);
            foreach (var fault in faults) LogNotKept(fault);
            return faults.Count == 0;
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException && _stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception fault) when (fault is DependencyException or RulesException or IOException or UnauthorizedAccessException)
        {
            LogNotKept(fault.Message);
            if (!_stopping.IsCancellationRequested) _again.Change(AfterFailure, Every);
            return false;
        }
    }

    /// <summary>Whether a version need not be written: both have it. A store may serve several clusters, and a topic may have been made anew.</summary>
    private async Task<bool> IsKept(string key)
    {
        // What was found once is not looked for again: to look is to read the whole topic.
        if (!_kept.Contains(key) && Known().Find(key) is not null) _kept.Add(key);
        return _kept.Contains(key) && (_store is null || await _store.ExtendAsync(key).ConfigureAwait(false));
    }

    /// <summary>Writes a version where nobody has.</summary>
    /// <returns>Whether the topic did not have it.</returns>
    private async Task<bool> Keep(KeptVersion version)
    {
        var isNew = !_kept.Contains(version.Key);
        if (isNew) await _topic.KeepAsync(version).WaitAsync(_stopping).ConfigureAwait(false);
        if (_store is not null) await _store.KeepAsync(version.Key, VersionJson.Write(version)).ConfigureAwait(false);
        _kept.Add(version.Key);
        return isNew;
    }

    /// <summary>That the texts give the rules that are in force, and no others.</summary>
    /// <exception cref="RulesException">They do not: the files were changed meanwhile.</exception>
    private bool Prove(IReadOnlyList<KeptVersion> versions, IReadOnlyList<Rule> rules)
    {
        var texts = versions.Where(version => version is { Kind: VersionKind.Rule, Text: not null }).ToList();
        var again = KeptRules.Load(texts, _models, _options.AreaLevels, _options.SignalDepth).ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        if (rules.FirstOrDefault(rule => texts.Any(text => text.Name == rule.Id) && again.GetValueOrDefault(rule.Id)?.Hash != rule.Hash) is { } other)
            throw new RulesException($"{other.File} was changed while it was read, so the rules are not kept yet");
        return true;
    }

    /// <summary>What was in force before: its set, and the keys of what that held; null where nobody knows.</summary>
    private async Task<(string? Set, IReadOnlyList<string>? Holds)> BeforeAsync(KeptVersion set)
    {
        var hash = _setInForce;
        if (hash is null && _store is not null && await _store.FindAsync(InForce).ConfigureAwait(false) is { } stored) hash = Encoding.UTF8.GetString(stored.Span);
        hash ??= Known().SetInForce;
        if (hash is null || hash == set.Hash) return (hash, hash is null ? null : set.Holds);
        var key = KeptVersion.KeyOf(VersionKind.Set, "", hash);
        var before = _store is not null && await _store.FindAsync(key).ConfigureAwait(false) is { } bytes ? VersionJson.ReadVersion(bytes) : null;
        return (hash, (before ?? Known().Find(key))?.Holds);
    }

    /// <summary>Tells what is in force, and of each thing that was another before.</summary>
    private async Task TellChanges((string? Set, IReadOnlyList<string>? Holds) before, IReadOnlyList<KeptVersion> versions)
    {
        var set = versions[^1];
        if (before.Set != set.Hash)
        {
            var was = (before.Holds ?? []).Select(Split).ToDictionary(one => one.About, StringComparer.Ordinal);
            foreach (var version in versions.SkipLast(before.Holds is null ? versions.Count : 1))
            {
                was.Remove(About(version), out var old);
                if (old.Hash != version.Hash) await Tell(version.Kind, version.Name, old.Hash, version.Hash).ConfigureAwait(false);
            }

            foreach (var gone in was.Values) await Tell(gone.Kind, gone.Name, gone.Hash, null).ConfigureAwait(false);
            await Tell(VersionKind.Set, "", before.Set, set.Hash).ConfigureAwait(false);
        }

        _setInForce = set.Hash;
        if (_store is not null) await _store.KeepAsync(InForce, Encoding.UTF8.GetBytes(set.Hash)).ConfigureAwait(false);
    }

    private Task Tell(VersionKind kind, string name, string? was, string? now) =>
        _topic.TellAsync(new VersionChange(kind, name, was, now, EventTime.From(_time.GetUtcNow()))).WaitAsync(_stopping);

    private static string About(KeptVersion version) => $"{KeptVersion.NameOf(version.Kind)}/{version.Name}";

    /// <summary>Takes a key apart.</summary>
    private static (string About, VersionKind Kind, string Name, string? Hash) Split(string key)
    {
        var (first, last) = (key.IndexOf('/', StringComparison.Ordinal), key.LastIndexOf('/'));
        var kind = Enum.GetValues<VersionKind>().First(one => KeptVersion.NameOf(one) == key[..first]);
        return (key[..last], kind, key[(first + 1)..last], key[(last + 1)..]);
    }

    /// <summary>What the topic holds, read once for each round.</summary>
    private KnownVersions Known() => _known ??= _topic.Read(_stopping);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Versions} new versions of rules, models and mappings are kept (set {Set})")]
    private partial void LogKept(int versions, string set);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Versions of rules are not kept, so alerts of them cannot be verified without their files: {Fault}")]
    private partial void LogNotKept(string fault);
}
