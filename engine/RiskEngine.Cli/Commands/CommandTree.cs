using System.CommandLine;
using System.Runtime.CompilerServices;
using RiskEngine.Core.Ports;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Service.Secrets;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Cli.Commands;

/// <summary>All commands of the program, and how their failures become exit codes and messages.</summary>
internal static class CommandTree
{
    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("run", RunCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("options", OptionsCommand.Create),
        ("demo", DemoCommand.Create),
        ("replay", ReplayCommand.Create),
        ("backtest", BacktestCommand.Create),
        ("explain", ExplainCommand.Create),
        ("verify", VerifyCommand.Create),
        ("rules", RulesCommand.Create),
        ("inputs", InputsCommand.Create),
        ("desk", DeskCommand.Create),
        ("lsp", LanguageServerCommand.Create),
        ("cel", CelCommand.Create),
        ("models", ModelsCommand.Create),
        ("state", StateCommand.Create),
        ("topics", TopicsCommand.Create),
        ("sinks", SinksCommand.Create),
        ("broker", BrokerCommand.Create),
        ("bench", BenchCommand.Create),
        ("version", VersionCommand.Create),
        ("completions", CompletionsCommand.Create),
        ("man", ManualCommand.Create),
    ];

    /// <summary>Runs a command; what is written to standard error meanwhile shows no secret.</summary>
    public static async Task<int> InvokeAsync(string[] args)
    {
        var parsed = RootFor(args).Parse(args);

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
    internal static RootCommand Root() => Root([.. Commands.Select(command => command.Create())]);

    /// <summary>The command that is asked for, with its flags and without the others: making them would load what only they need. All of them where none is asked for.</summary>
    internal static RootCommand RootFor(string[] args)
    {
        var asked = Root([.. Commands.Select(command => new Command(command.Name) { TreatUnmatchedTokensAsErrors = false })]).Parse(args).CommandResult.Command.Name;
        return Commands.FirstOrDefault(command => command.Name == asked) is { Create: { } create } ? Root(create()) : Root();
    }

    private static RootCommand Root(params ReadOnlySpan<Command> commands)
    {
        var root = new RootCommand("RiskEngine reads events from Kafka, evaluates rules, and gives graded early warnings.");
        foreach (var command in commands) root.Subcommands.Add(command);
        return root;
    }

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
        OptionsException => ExitCode.BadUsage,
        RulesException => ExitCode.BadRules,
        DependencyException => ExitCode.DependencyUnreachable,
        OperationCanceledException => ExitCode.Ok,
        IOException or InvalidDataException or UnauthorizedAccessException => ExitCode.BadUsage,
        _ when IsOfInput(fault) => ExitCode.BadUsage,
        _ => null,
    };

    /// <summary>Alone in a method, so that the workbench is not loaded for what it has nothing to do with.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsOfInput(Exception fault) => fault is InputException;
}
