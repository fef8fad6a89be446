using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;
using RiskEngine.Kafka.Output;
using RiskEngine.Pipeline.Running;
using RiskEngine.Sinks;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Service.Sinks;

/// <summary>The sinks at work beside the engine, each with a consumer group and a thread of its own: one that is slow or down delays nobody.</summary>
public sealed partial class SinkService
{
    private static readonly TimeSpan BeforeAgain = TimeSpan.FromSeconds(10);

    private readonly KafkaOptions _kafka;
    private readonly DeadLetterTopic _deadLetters;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IReadOnlyList<(SinkDefinition Definition, SinkStatus Status)> _sinks;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Prepares the sinks; <see cref="Start"/> starts them.</summary>
    /// <param name="kafka">The cluster and the topics.</param>
    /// <param name="sinks">The sinks.</param>
    /// <param name="publisher">Where dead letters go.</param>
    /// <param name="time">The time of waits.</param>
    /// <param name="logs">Where logs go.</param>
    public SinkService(KafkaOptions kafka, IReadOnlyList<SinkDefinition> sinks, KafkaPublisher publisher, TimeProvider time, ILoggerFactory logs)
    {
        (_kafka, _deadLetters, _time, _log) = (kafka, new DeadLetterTopic(publisher), time, logs.CreateLogger<SinkService>());
        _sinks = [.. sinks.Select(sink => (sink, new SinkStatus(sink.Plan.Name, sink.Type.Name)))];
    }

    /// <summary>What each sink has done and how it is.</summary>
    public IReadOnlyList<SinkReport> Reports => [.. _sinks.Select(sink => sink.Status.Report)];

    /// <summary>What an operator should know: sinks whose receiver does not accept.</summary>
    public IEnumerable<string> Notes(DateTimeOffset now) => Reports.Where(report => report.FailingSince is not null)
        .Select(report => $"sink {report.Name}: nothing accepted for {(now - report.FailingSince!.Value).TotalSeconds:0} s, {report.Lag ?? 0} records wait: {report.LastFault}");

    /// <summary>Starts them.</summary>
    public void Start() => _running = Task.WhenAll(_sinks.Select(sink => Run(sink.Definition, sink.Status)));

    /// <summary>Asks them to stop: what is under way gets a moment, what is done is stored.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Whatever ends a sink's reader, it is started again.</summary>
    private async Task Run(SinkDefinition definition, SinkStatus status)
    {
        var plan = definition.Plan;
        var options = new GroupReaderOptions(
            $"{_kafka.GroupId}-sink-{plan.Name}", plan.Of == NoticeKind.Incidents ? _kafka.Topics.Incidents : _kafka.Topics.Alerts, plan.FromStart);
        var accepted = new AcceptedIds();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var reader = new GroupReader(_kafka, options, Open, _time, _log);
                await using var lag = _time.CreateTimer(_ => status.Waiting(reader.Lag), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
                await OwnThread.Run(() => reader.Run(_stop.Token)).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(plan.Name, fault);
                await Task.Delay(BeforeAgain, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        IRecordReceiver Open() => new SinkDelivery(plan, definition.Create(_time), _deadLetters, status, accepted, _time, _log);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sink {Sink} has stopped and is started again")]
    private partial void LogFailed(string sink, Exception fault);
}
