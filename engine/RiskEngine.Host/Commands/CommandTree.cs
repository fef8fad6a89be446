using System.CommandLine;
using RiskEngine.Core.Ports;
using RiskEngine.Host.Catalog;
using RiskEngine.Host.Options;
using RiskEngine.Host.Secrets;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Host.Commands;

/// <summary>All commands of the program, and how their failures become exit codes and messages.</summary>
internal static class CommandTree
{
    /// <summary>Runs a command; what is written to standard error meanwhile shows no secret.</summary>
    public static async Task<int> InvokeAsync(string[] args)
    {
        var parsed = Root().Parse(args);

        // The words of a response file (@FILE) appear only among the tokens.
        var secrets = ProcessSecrets.Of([.. args, .. parsed.Tokens.Select(token => token.Value)]);
        var error = Console.Error;
        using var masked = new MaskedWriter(error, secrets);
        Console.SetError(masked);
        try
        {
            return await InvokeAsync(parsed).ConfigureAwait(false);
        }
        finally
        {
            Console.SetError(error);
        }
    }

    /// <summary>All commands with their flags.</summary>
    internal static RootCommand Root() =>
        new("RiskEngine reads events from Kafka, evaluates rules, and gives graded early warnings.")
        {
            RunCommand.Create(),
            OptionsCommand.Create(),
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

    private static async Task<int> InvokeAsync(ParseResult parsed)
    {
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
