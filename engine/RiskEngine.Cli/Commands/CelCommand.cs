using System.CommandLine;
using System.Text;
using RiskEngine.Cel;

namespace RiskEngine.Cli.Commands;

/// <summary><c>cel</c>: evaluates expressions outside of rules, with dynamic typing.</summary>
internal static class CelCommand
{
    public static Command Create()
    {
        var expression = new Argument<string?>("expression") { Description = "The expression, e.g. \"value > 20.0\"", Arity = ArgumentArity.ZeroOrOne };
        var bindings = new Option<string?>("--bindings") { Description = "Its variables as a JSON object, e.g. {\"value\": 25.5}" };
        var batch = new Option<string?>("--batch") { Description = "Evaluate JSON Lines {\"id\",\"expr\",\"bindings\"} from this file; - is the standard input" };
        var command = new Command("cel", "Evaluate one CEL expression, or a file of them, to values in the JSON form of cel.expr.Value.") { expression, bindings, batch };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(expression) is null == parsed.GetValue(batch) is null) parsed.AddError("cel takes an expression or --batch FILE, e.g. riskengine cel '1 + 2'");
        });
        command.SetAction(async (parsed, cancellationToken) => parsed.GetValue(batch) is { } path
            ? await Batch(path, cancellationToken).ConfigureAwait(false)
            : One(parsed.GetValue(expression) ?? "", parsed.GetValue(bindings)));
        return command;
    }

    private static int One(string expression, string? bindings)
    {
        var ok = CelBatch.TryEvaluate(expression, bindings, out var answer);
        (ok ? Console.Out : Console.Error).WriteLine(answer);
        return ok ? ExitCode.Ok : ExitCode.Findings;
    }

    private static async Task<int> Batch(string path, CancellationToken cancellationToken)
    {
        using var reader = path == "-" ? new StreamReader(Console.OpenStandardInput(), Encoding.UTF8) : new StreamReader(path, Encoding.UTF8);
        var writer = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        await using (writer.ConfigureAwait(false))
        {
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line)) await writer.WriteLineAsync(CelBatch.Evaluate(line).AsMemory(), cancellationToken).ConfigureAwait(false);
            }
        }

        return ExitCode.Ok;
    }
}
