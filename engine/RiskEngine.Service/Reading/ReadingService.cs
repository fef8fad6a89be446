using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;
using RiskEngine.Pipeline.Running;
using RiskEngine.Reading;
using RiskEngine.Reading.Changes;
using RiskEngine.Reading.History;
using RiskEngine.Reading.Picture;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Reading;

/// <summary>
/// Keeps the read model beside the engine: the picture and the history each with a client and a thread of its own, so that neither waits for the other, and no task for
/// either.
/// </summary>
public sealed partial class ReadingService
{
    private static readonly TimeSpan BeforeAgain = TimeSpan.FromSeconds(5);

    private readonly KafkaOptions _kafka;
    private readonly ReadingTopics _topics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string? _temporary;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Prepares it; <see cref="Start"/> starts it.</summary>
    /// <param name="options">The cluster and the topics; the folder of the history, which is a temporary one where none is named; its retention.</param>
    /// <param name="time">The time of waits.</param>
    /// <param name="log">Where logs go.</param>
    public ReadingService(EngineOptions options, TimeProvider time, ILogger log)
    {
        (_kafka, _time, _log) = (options.Kafka, time, log);
        var names = options.Kafka.Topics;
        _topics = new ReadingTopics(names.Alerts, names.AlertState, names.Incidents, names.Places, names.Suppressed, names.Audit);
        if (options.ReadingFolder is null) _temporary = Directory.CreateTempSubdirectory("riskengine-reading-").FullName;
        var picture = new LivePicture(_topics, options.AreaLevels);
        var history = new HistoryStore(options.ReadingFolder ?? _temporary!, _topics, options.ReadingRetention, time) { IsOpen = alert => picture.Alert(alert) is not null };
        Model = new ReadModel(picture, history, new ChangeRing());
    }

    /// <summary>What it keeps.</summary>
    public ReadModel Model { get; }

    /// <summary>Starts to read.</summary>
    public void Start() => _running = Task.WhenAll(
        Follow("picture", _topics.OfPicture, Model.Picture, () =>
        {
            Model.Picture.Clear();
            Model.Changes.Skip();
        }),
        Follow("history", _topics.OfHistory, Model.History, () =>
        {
            if (Model.History.Open() is { } why) LogRemade(why);
        }));

    /// <summary>Stops, and removes the history where its folder is a temporary one.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Model.History.Dispose();
        if (_temporary is null) return;
        try
        {
            Directory.Delete(_temporary, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogLeft(_temporary, fault.Message);
        }
    }

    /// <summary>Whatever ends a reader, it is started again.</summary>
    private async Task Follow(string name, IReadOnlyList<string> topics, ILogFollower follower, Action prepare)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await OwnThread.Run(() =>
                {
                    prepare();
                    using var reader = new TopicFollower(_kafka, name, topics, follower, _time, _log);
                    reader.Run(_stop.Token);
                }).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(name, fault.Message);
                await Task.Delay(BeforeAgain, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The history of the page is read from Kafka anew: {Reason}")]
    private partial void LogRemade(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Name} of the page cannot be kept, and is tried again: {Reason}")]
    private partial void LogFailed(string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder {Folder} is not needed any more and cannot be removed: {Reason}")]
    private partial void LogLeft(string folder, string reason);
}
