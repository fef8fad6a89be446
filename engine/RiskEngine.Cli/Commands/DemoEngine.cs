using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Cli.Verifying;
using RiskEngine.Core.Tasks;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Redis;
using RiskEngine.Service.Options;
using RiskEngine.Service.Stopping;
using RiskEngine.Simulator.Demo;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Commands;

/// <summary>The engine of a demo: a life of the service as <c>run</c> has it, on the demo's own servers.</summary>
internal sealed class DemoEngine : IDemoEngine
{
    private readonly CancellationTokenSource _stop;
    private readonly Task<Exception?> _serving;
    private readonly ServedEngine _served;

    private readonly EngineOptions _options;

    private DemoEngine(ServedEngine served, Task<Exception?> serving, CancellationTokenSource stop, EngineOptions options) =>
        (_served, _serving, _stop, _options) = (served, serving, stop, options);

    public string Address => _served.Address;

    public string Store => _served.Store;

    public int Rules => _served.Engine.Environment.Rules.Current.Loaded.Count;

    /// <summary>The counts of the tasks that read events; those that read signals count some of them again, and the desk reads alerts.</summary>
    public Ledger Ledger => Tasks.Where(task => task.Signals is null && task.Desk is null).Aggregate(new Ledger(), (sum, task) => sum + task.Ledger);

    public DemoDesk Desk
    {
        get
        {
            var tasks = Tasks.ToList();
            var desks = tasks.Select(task => task.Desk).OfType<DeskReport>().ToList();
            var outcomes = desks.SelectMany(desk => desk.Outcomes).GroupBy(outcome => outcome.Key, outcome => outcome.Value);
            return new DemoDesk(
                tasks.Where(task => task.Desk is null).Sum(task => task.Ledger.Published),
                desks.Sum(desk => desk.TakenIn),
                [.. outcomes.Select(outcome => KeyValuePair.Create(outcome.Key, outcome.Sum()))]);
        }
    }

    public long Lag => _served.Engine.Tasks.Sum(task => task.Lag ?? 0);

    private IEnumerable<TaskReport> Tasks => _served.Engine.Tasks.Concat(_served.Engine.EndedTasks);

    /// <summary>Starts it.</summary>
    /// <param name="environment">The demo's servers.</param>
    /// <param name="rulesPath">Folder of the rules.</param>
    /// <param name="deskFile">File of the desk.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IDemoEngine> StartAsync(DemoEnvironment environment, string rulesPath, string deskFile, CancellationToken cancellationToken)
    {
        var options = OptionsFor(environment, rulesPath, deskFile);
        var run = new EngineRun(options, new StopDeadline(options.StopWithin, TimeProvider.System, NullLogger.Instance), NullLoggerFactory.Instance);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var serving = run.ServeAsync(stop.Token);
        await Task.WhenAny(serving, run.Started).ConfigureAwait(false);
        if (run.Started.IsCompletedSuccessfully) return new DemoEngine(await run.Started.ConfigureAwait(false), serving, stop, options);
        stop.Dispose();
        if (await serving.ConfigureAwait(false) is { } fault) ExceptionDispatchInfo.Throw(fault);
        throw new OperationCanceledException(cancellationToken);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (await _serving.ConfigureAwait(false) is { } fault) ExceptionDispatchInfo.Throw(fault);
    }

    public async Task<bool> VerifyAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var verified = await new OnlineVerifier(_options).VerifyAllAsync(cancellationToken).ConfigureAwait(false);
        var isIdentical = verified.Identical == verified.Verdicts.Count;
        if (!isIdentical) tell(VerdictText.Render(verified.Verdicts, withIdentical: false));
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        tell(string.Create(CultureInfo.InvariantCulture,
            $"Verified: {verified.Identical:N0} of {verified.Verdicts.Count:N0} transitions identical when derived again from the log ({seconds:0.0} s)"));
        return isIdentical;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _serving.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Those of <c>run</c>, read by the same reader; no file and no variable changes a demo.</summary>
    private static EngineOptions OptionsFor(DemoEnvironment environment, string rulesPath, string deskFile) => EngineOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["RiskEngine:Kafka:BootstrapServers"] = environment.BootstrapServers,
            ["RiskEngine:Redis:Configuration"] = $"{RedisOptions.Embedded}:{environment.StoreFolder}",
            ["RiskEngine:Rules:Path"] = rulesPath,
            ["RiskEngine:Desk:File"] = deskFile,
            ["RiskEngine:Events:Disorder"] = environment.Disorder.ToString(),
            ["RiskEngine:Http:Url"] = "http://127.0.0.1:0",

            // Pseudonyms come out again when the alerts are verified.
            ["RiskEngine:Privacy:PseudonymKey"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
        })
        .Build());
}
