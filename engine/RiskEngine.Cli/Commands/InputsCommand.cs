using System.CommandLine;
using RiskEngine.Service.Options;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Guessing;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.InputTests;
using RiskEngine.Workbench.Migration;

namespace RiskEngine.Cli.Commands;

/// <summary><c>inputs</c>: what the author of a mapping needs.</summary>
internal static class InputsCommand
{
    public static Command Create() => new("inputs", "Check and test the mappings of topics that are not written in the event contract.")
    {
        Check(), Test(), Map(), Guess(), Migrate(),
    };

    private static Argument<string[]> Paths() => new("path") { Description = "Mapping files or folders", Arity = ArgumentArity.OneOrMore };

    private static Command Check()
    {
        var paths = Paths();
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("check", "Report every error and warning of every mapping file, with its place and remedy.") { paths, format };
        command.SetAction(parsed =>
        {
            var result = new InputLoader().LoadFrom(parsed.GetValue(paths) ?? []);
            var json = parsed.GetValue(format) == "json";
            Console.Out.Write(json ? DiagnosticJson.Render(result.Diagnostics) : DiagnosticText.Render(result.Diagnostics));
            var errors = result.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            if (!json) Console.Out.WriteLine($"{result.Files} files, {result.Inputs.Mappings.Count} mappings, {errors} errors, {result.Diagnostics.Count - errors} warnings");
            return result.HasErrors ? ExitCode.BadRules : ExitCode.Ok;
        });
        return command;
    }

    private static Command Test()
    {
        var paths = Paths();
        var verbose = new Option<bool>("--verbose") { Description = "Show the events of the tests that passed, too" };
        var command = new Command("test", "Run the tests of the mappings on the real decoder, and show what differs.") { paths, verbose };
        command.SetAction(parsed => Test(parsed.GetValue(paths) ?? [], parsed.GetValue(verbose)));
        return command;
    }

    private static Command Map()
    {
        var files = new Argument<string[]>("file") { Description = "Recorded records, one a line, or lines of kcat -J; .gz too", Arity = ArgumentArity.OneOrMore };
        var command = new Command("map", "Write the events that recorded records become, as JSON Lines of the event contract; say what became none, and why.") { files };
        var inputs = new InputFlags().AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Map(parsed.GetValue(files) ?? [], inputs.Read(parsed), cancellationToken)));
        return command;
    }

    private static int Map(string[] files, MappedInputs? inputs, CancellationToken cancellationToken)
    {
        if (inputs is null) throw new OptionsException(["name the mappings with --inputs or --mapping"]);
        foreach (var file in files.Where(file => !inputs.Cover(file)))
            Console.Error.WriteLine($"warning: no mapping names the topic {inputs.TopicOf(file)} of {file}; its lines are taken as they are, "
                + "unless they are of kcat -J; say --topic");

        var refused = new RejectionTally();
        var events = 0L;
        using var output = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024);
        foreach (var e in RecordedEvents.Open(files, inputs: inputs with { AsEvents = true, OnRejected = refused.Add }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Write(e.Json.Span);
            output.WriteByte((byte)'\n');
            events++;
        }

        output.Flush();
        Console.Error.WriteLine(FormattableString.Invariant($"{events:N0} events"));
        foreach (var count in refused.Counts) Console.Error.WriteLine(FormattableString.Invariant($"{count.Count:N0} rejected: {count.Sentence} ({count.Shown})"));
        return events > 0 ? ExitCode.Ok : ExitCode.Findings;
    }

    private static Command Guess()
    {
        var file = new Option<string>("--file") { Description = "Recorded payloads, one a line, or lines of kcat -J; .gz too", Required = true };
        var topic = new Option<string?>("--topic") { Description = "Their topic; without it the file is named like it" };
        var known = new Option<string>("--known") { Description = "Folder of mappings that there are already: one that fits is named", DefaultValueFactory = _ => "rules/inputs" };
        var command = new Command("guess", "Propose a mapping from recorded payloads, and say what it is unsure of.") { file, topic, known };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(known) ?? "";
            var guess = MappingGuesser.Of(parsed.GetValue(file) ?? "", parsed.GetValue(topic), Directory.Exists(folder) ? new InputLoader().LoadFrom(folder).Inputs : null);
            Console.Out.Write(guess.Yaml);
            Console.Out.Flush();
            foreach (var doubt in guess.Doubts) Console.Error.WriteLine($"unsure: {doubt}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Migrate()
    {
        var file = new Argument<string>("file") { Description = "A mapping of CSV files in the form that came before this one" };
        var command = new Command("migrate", "Write a mapping of the old form, which was for CSV files only, in the form of today.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file) ?? "";
            if (!File.Exists(path)) throw new InputException($"{path}: no such file; check the path");
            if (!RecordedMapping.IsOld(path)) throw new InputException($"{path}: names topics or a codec, and so is of the form of today");
            Console.Out.Write(MappingMigration.Migrate(path));
            return ExitCode.Ok;
        });
        return command;
    }

    private static int Test(string[] paths, bool verbose)
    {
        var loaded = new InputLoader().LoadFrom(paths);
        var errors = loaded.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Console.Out.Write(DiagnosticText.Render(errors));
        var results = InputTestRunner.RunAll(loaded.Inputs);
        foreach (var result in results.Where(result => verbose || !result.Passed)) Console.Out.WriteLine(result);
        foreach (var untested in loaded.Inputs.Mappings.Where(mapping => mapping.Tests.Count == 0)) Console.Out.WriteLine($"none {untested.Id} has no tests");
        var failed = results.Count(result => !result.Passed);
        if (failed > 0) Console.Out.WriteLine("signs: = as expected, - expected and did not come, + came and was not expected, ! a dead letter");
        Console.Out.WriteLine($"{results.Count} tests of {loaded.Inputs.Mappings.Count} mappings: {results.Count - failed} passed, "
            + $"{failed} failed, {errors.Count} errors in mapping files");
        return errors.Count > 0 ? ExitCode.BadRules : failed > 0 ? ExitCode.Findings : ExitCode.Ok;
    }
}
