using System.CommandLine;
using RiskEngine.Redis;
using RiskEngine.Service.Options;
using RiskEngine.Service.State;
using RiskEngine.Service.Stores;

namespace RiskEngine.Cli.Commands;

/// <summary><c>state show</c>: looks into stored state and changes nothing.</summary>
internal static class StateCommand
{
    public static Command Create() => new("state", "Look into the state that tasks have stored in Redis or in an embedded store.") { Show() };

    private static Command Show()
    {
        var redis = new Option<string?>("--redis")
        {
            Description = "Redis, host:port or a connection string, or embedded:FOLDER of an engine that is stopped (default: Redis:Configuration, or localhost:6379)",
        };
        var prefix = new Option<string?>("--key-prefix") { Description = "First part of every key (default: Redis:KeyPrefix, or riskengine)" };
        var task = new Option<string?>("--task") { Description = "One task, e.g. risk.events.sensor.v1/0: its place, its counts, its parts" };
        var source = new Option<string?>("--source") { Description = "One key: a source, site, area or pseudonym; what every part knows of it" };
        var stats = new Option<bool>("--stats") { Description = "Keys and bytes by part, over all tasks" };
        var command = new Command("show", "Show stored state: an overview, or one task, one key, or statistics. Reads only.") { redis, prefix, task, source, stats };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var given = new Dictionary<string, string?> { ["Configuration"] = parsed.GetValue(redis), ["KeyPrefix"] = parsed.GetValue(prefix) };
            var options = OptionsOf(given.Select(entry => KeyValuePair.Create($"Redis:{entry.Key}", entry.Value)));
            await using var looked = await LookedAtStore.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            var view = new StateView(looked.Store, Console.Out);
            var isFound = (parsed.GetValue(task), parsed.GetValue(source)) switch
            {
                ({ } id, null) => await view.ShowTask(id, cancellationToken).ConfigureAwait(false),
                (var id, { } key) => await view.ShowKey(key, id, cancellationToken).ConfigureAwait(false),
                _ when parsed.GetValue(stats) => await view.ShowStatistics(cancellationToken).ConfigureAwait(false),
                _ => await view.ShowOverview(cancellationToken).ConfigureAwait(false),
            };
            return isFound ? ExitCode.Ok : ExitCode.Findings;
        });
        return command;
    }

    private static RedisOptions OptionsOf(IEnumerable<KeyValuePair<string, string?>> given)
    {
        var configuration = EngineConfiguration.Read(given);
        return EngineOptions.ReadRedis(configuration) ?? throw new OptionsException(
            ["Redis:Configuration is 'memory': such state is in the engine's process only and cannot be looked at; name a Redis with --redis"]);
    }
}
