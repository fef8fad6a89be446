using Microsoft.Extensions.Logging;
using RiskEngine.Core.Decoding;
using RiskEngine.Kafka;
using RiskEngine.Pipeline.Running;
using RiskEngine.Rules.Inputs;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Running;

/// <summary>Reloads the mappings when their folder changes, tables included: all checked before any is put in force, the old ones kept on a fault.</summary>
public sealed partial class InputReloader : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly EngineOptions _options;
    private readonly Action<MappedTopics> _read;
    private readonly ILogger _log;
    private readonly ITimer _look;
    private long _fingerprint;
    private long _refusals;

    /// <summary>Loads the mappings and watches their folder.</summary>
    /// <param name="folder">The folder, or one file.</param>
    /// <param name="options">The engine's options.</param>
    /// <param name="read">Told which topics are to be read, when that changes.</param>
    /// <param name="time">Wall clock.</param>
    /// <param name="log">Where it says what it did.</param>
    /// <exception cref="RulesException">The mappings have errors.</exception>
    public InputReloader(string folder, EngineOptions options, Action<MappedTopics> read, TimeProvider time, ILogger log)
    {
        (_folder, _options, _read, _log) = (folder, options, read, log);
        _fingerprint = FolderFingerprint.Of(folder);
        var loaded = Load();
        Active = new ActiveInputs(loaded);
        Topics = new MappedTopics([.. loaded.Topics]);
        _look = time.CreateTimer(_ => BesideTheTasks.Run(ReloadWhereChanged), null, LookEvery, LookEvery);
    }

    /// <summary>The mappings in force.</summary>
    public ActiveInputs Active { get; }

    /// <summary>The topics that they name.</summary>
    public MappedTopics Topics { get; private set; }

    /// <summary>Told when other mappings have been put in force; nobody by default.</summary>
    public Action? OnReplaced { get; set; }

    /// <summary>Reloads that were refused.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <inheritdoc/>
    public void Dispose() => _look.Dispose();

    private InputSet Load() => InputFolder.Load(_folder, _options.Decoding.PersonFields, _options.Kafka.Topics.All);

    /// <summary>Loads the mappings anew where files changed.</summary>
    internal bool ReloadWhereChanged()
    {
        var now = FolderFingerprint.Of(_folder);
        if (now == _fingerprint) return false;
        _fingerprint = now;
        try
        {
            var loaded = Load();
            Active.Replace(loaded);
            OnReplaced?.Invoke();
            var topics = new MappedTopics([.. loaded.Topics]);
            if (!topics.Patterns.SequenceEqual(Topics.Patterns))
            {
                Topics = topics;
                _read(topics);
            }

            LogReloaded(loaded.Mappings.Count, string.Join(", ", topics.Patterns));
            return true;
        }
        catch (Exception fault) when (fault is RulesException or IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _refusals);
            LogRefused(fault.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Mappings} mappings in force, of the topics {Topics}")]
    private partial void LogReloaded(int mappings, string topics);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed mappings are refused and the old ones stay in force: {Fault}")]
    private partial void LogRefused(string fault);
}
