using RiskEngine.Cel;
using RiskEngine.Cel.Values;

namespace RiskEngine.Rules.Inputs;

/// <summary>A text with places: <c>sensor.{{ item.type }}</c>.</summary>
internal sealed class TextField
{
    private readonly Part[] _parts;

    public TextField(IReadOnlyList<Part> parts)
    {
        _parts = [.. parts];
        Constant = _parts.All(part => part.Program is null) ? string.Concat(_parts.Select(part => part.Literal)) : null;
    }

    /// <summary>The text where nothing in it varies; else null.</summary>
    public string? Constant { get; }

    /// <summary>The expression where the text is one place and nothing else; else null.</summary>
    public CelProgram<MappingContext>? Only => _parts is [{ Program: { } program }] ? program : null;

    /// <summary>The expressions in it.</summary>
    public IEnumerable<CelProgram<MappingContext>> Programs => _parts.Select(part => part.Program).OfType<CelProgram<MappingContext>>();

    /// <summary>Fills the places.</summary>
    /// <param name="context">The record.</param>
    /// <param name="text">The text.</param>
    /// <param name="failed">The expression that has no text, and what it gave.</param>
    public bool TryFill(MappingContext context, out string text, out (CelProgram<MappingContext> Program, CelValue Value) failed)
    {
        failed = default;
        if (Constant is { } constant)
        {
            text = constant;
            return true;
        }

        if (Only is { } only) return TryText(context, only, out text, out failed);
        var joined = context.Joined.Clear();
        foreach (var part in _parts)
        {
            var filled = part.Literal;
            if (part.Program is { } program && !TryText(context, program, out filled, out failed))
            {
                text = "";
                return false;
            }

            joined.Append(filled);
        }

        text = joined.ToString();
        return true;
    }

    private static bool TryText(MappingContext context, CelProgram<MappingContext> program, out string text, out (CelProgram<MappingContext>, CelValue) failed)
    {
        var value = program.Evaluate(context);
        failed = (program, value);
        text = value.Kind == CelKind.String ? value.AsString() : "";
        if (value.Kind == CelKind.String) return true;
        if (value.Kind is not (CelKind.Double or CelKind.Int or CelKind.Uint or CelKind.Bool)) return false;
        text = value.ToString();
        return true;
    }

    /// <summary>A stretch of text, or a place.</summary>
    public readonly record struct Part(string Literal, CelProgram<MappingContext>? Program);
}
