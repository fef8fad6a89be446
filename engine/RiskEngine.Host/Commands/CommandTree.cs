using System.CommandLine;
using RiskEngine.Core.Ports;
using RiskEngine.Host.Inputs;
using RiskEngine.Host.Options;

namespace RiskEngine.Host.Commands;

/// <summary>All commands of the program, and how their failures become exit codes and messages.</summary>
internal static class CommandTree
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = new RootCommand("RiskEngine reads events from Kafka, evaluates rules, and gives graded early warnings.")
        {
            RunCommand.Create(),
            DemoCommand.Create(),
            ReplayCommand.Create(),
            BacktestCommand.Create(),
            ExplainCommand.Create(),
            RulesCommand.Create(),
            CelCommand.Create(),
            ModelsCommand.Create(),
            StateCommand.Create(),
            BrokerCommand.Create(),
            BenchCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine($"riskengine: {error.Message}");
            Console.Error.WriteLine("Try 'riskengine --help' or 'riskengine COMMAND --help'.");
            return ExitCode.BadUsage;
        }

        using var stop = new StopSignal();
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token)
                .ConfigureAwait(false);
        }
        catch (Exception fault) when (ExitCodeOf(fault) is { } code)
        {
            Console.Error.WriteLine($"riskengine: {fault.Message}");
            return code;
        }
    }

    /// <summary>The exit code of a failure; null for one that nobody foresaw.</summary>
    public static int? ExitCodeOf(Exception fault) => fault switch
    {
        OptionsException or InputException => ExitCode.BadUsage,
        RulesException => ExitCode.BadRules,
        DependencyException => ExitCode.DependencyUnreachable,
        OperationCanceledException => ExitCode.Ok,
        IOException or UnauthorizedAccessException => ExitCode.BadUsage,
        _ => null,
    };
}
