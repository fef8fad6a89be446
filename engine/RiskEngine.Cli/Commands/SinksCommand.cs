using System.CommandLine;
using System.Security.Cryptography;
using RiskEngine.Core.Time;
using RiskEngine.Service.Options;
using RiskEngine.Sinks;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Cli.Commands;

/// <summary><c>sinks test</c>: a drill through a sink, without Kafka.</summary>
internal static class SinksCommand
{
    public static Command Create() => new("sinks", "Try the sinks, by which people outside are told (docs/sinks.md).") { Test() };

    private static Command Test()
    {
        var name = new Argument<string>("NAME") { Description = "Name of the sink, as in Sinks:NAME:Type" };
        var command = new Command("test", "Send a drill, and its end, through a sink; exit 4 where its receiver does not take them. Needs no Kafka; filters are not asked.")
        {
            name,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var sinks = EngineOptions.ReadSinks(EngineConfiguration.Read([]));
            var wanted = parsed.GetValue(name) ?? "";
            var definition = sinks.FirstOrDefault(sink => string.Equals(sink.Plan.Name, wanted, StringComparison.OrdinalIgnoreCase)) ?? throw new OptionsException(
                [$"RiskEngine:Sinks has no '{wanted}'; there {(sinks.Count == 0 ? "are none" : $"is {string.Join(", ", sinks.Select(sink => sink.Plan.Name))}")}"]);
            return await Send(definition, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> Send(SinkDefinition definition, CancellationToken cancellationToken)
    {
        var began = EventTime.From(TimeProvider.System.GetUtcNow());
        var subject = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        await using var sink = definition.Create(TimeProvider.System);
        foreach (var isEnd in new[] { false, true })
        {
            var notice = DrillNotice.Of(subject, isEnd, began, EventTime.From(TimeProvider.System.GetUtcNow()));
            try
            {
                await sink.SendAsync([notice], _ => { }, cancellationToken).ConfigureAwait(false);
                Console.WriteLine($"{definition.Plan.Name} ({definition.Type.Name}): {(isEnd ? "the end of the drill" : "a drill")} {notice.Id} was accepted");
            }
            catch (Exception fault) when (fault is SinkUnreachableException or SinkRefusedException)
            {
                Console.Error.WriteLine($"riskengine: {definition.Plan.Name} ({definition.Type.Name}): {fault.Message}");
                return ExitCode.DependencyUnreachable;
            }
        }

        return ExitCode.Ok;
    }
}
