using RiskEngine.Cel.Checking;
using RiskEngine.Cel.Compilation;
using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

/// <summary>A compiled expression. Immutable; evaluate it from any thread.</summary>
/// <remarks>
/// Evaluation never throws because of the expression or its data: it returns false and an error. It allocates nothing for
/// comparisons, logic and arithmetic on numbers, texts and truth values; comprehensions and new texts or lists allocate.
/// </remarks>
public sealed class CelProgram<TContext>
{
    private readonly Code<TContext> _code;
    private readonly BoolEvaluator<TContext> _bool;
    private readonly int _localCount;
    private readonly CelOptions _options;
    private readonly IDeclarations _declarations;
    private DoubleEvaluator<TContext>? _double;
    private TextEvaluator<TContext>? _text;
    private ValueEvaluator<TContext>? _value;

    internal CelProgram(string source, Node root, Code<TContext> code, Checker checker, CelOptions options, IDeclarations declarations)
    {
        Source = source;
        Normalised = Printer.Print(root);
        Comparison = CelComparison.Of(root);
        References = checker.References;
        EstimatedCost = root.Cost;
        Paths = CelPath.Of(root);
        _code = code;
        _bool = code.AsBool();
        _localCount = checker.LocalCount;
        _options = options;
        _declarations = declarations;
    }

    /// <summary>The text it was compiled from.</summary>
    public string Source { get; }

    /// <summary>The text in canonical form: expressions that differ only in blanks, brackets, quotes or the spelling of numbers share it.</summary>
    public string Normalised { get; }

    /// <summary>Set when the whole is a comparison of one variable with one number.</summary>
    public CelComparison? Comparison { get; }

    /// <summary>The type of the result as far as it is known; <see cref="CelType.Dyn"/> otherwise.</summary>
    public CelType ResultType => _code.Type;

    /// <summary>The variables it reads, and fields of objects as <c>attributes.location</c>; sorted.</summary>
    public IReadOnlyCollection<string> References { get; }

    /// <summary>The parts of variables that it reads, as far in as they can be told; a part may be named more than once.</summary>
    public IReadOnlyList<CelPath> Paths { get; }

    /// <summary>Estimated steps of one evaluation.</summary>
    public double EstimatedCost { get; }

    /// <summary>The value when it depends on nothing; a rule with such a condition always or never fires.</summary>
    public CelValue? Constant => _code.Constant;

    /// <summary>Evaluates a condition. Hot path; CelAllocationTests hold that it allocates nothing.</summary>
    /// <returns>False on a runtime error or when the result is not a bool; <paramref name="value"/> is false then.</returns>
    public bool TryEvaluateBool(TContext context, out bool value)
    {
        var frame = Begin(context);
        var truth = _bool(ref frame);
        value = truth == Truth.True;
        return truth != Truth.Error;
    }

    /// <summary>Evaluates a condition, and says why it has no value.</summary>
    public bool TryEvaluateBool(TContext context, out bool value, out CelError error)
    {
        var frame = Begin(context);
        var truth = _bool(ref frame);
        value = truth == Truth.True;
        error = truth == Truth.Error ? frame.Error.AsError() : default;
        return truth != Truth.Error;
    }

    /// <summary>Evaluates a measure; an int or uint result is converted.</summary>
    /// <returns>False on a runtime error or when the result is not a number.</returns>
    public bool TryEvaluateDouble(TContext context, out double value) => TryEvaluateDouble(context, out value, out _);

    /// <summary>Evaluates a measure, and says why it has no value.</summary>
    public bool TryEvaluateDouble(TContext context, out double value, out CelError error)
    {
        var frame = Begin(context);
        var ok = (_double ??= _code.AsDouble())(ref frame, out value);
        error = ok ? default : frame.Error.AsError();
        return ok;
    }

    /// <summary>Evaluates a text.</summary>
    /// <returns>False on a runtime error or when the result is not a text; <paramref name="value"/> is empty then.</returns>
    public bool TryEvaluateText(TContext context, out string value, out CelError error)
    {
        var frame = Begin(context);
        var text = (_text ??= _code.AsText())(ref frame);
        value = text ?? "";
        error = text is null ? frame.Error.AsError() : default;
        return text is not null;
    }

    /// <summary>Evaluates to any value; a runtime error comes back as a value of kind <see cref="CelKind.Error"/>.</summary>
    public CelValue Evaluate(TContext context)
    {
        var frame = Begin(context);
        return (_value ??= _code.AsValue())(ref frame);
    }

    /// <summary>Evaluates each leaf condition on its own, for people. Slow: it compiles again.</summary>
    public IReadOnlyList<CelLeaf> Explain(TContext context) => Leaves.Of(_declarations, Source, _options, context);

    private Frame<TContext> Begin(TContext context) => new()
    {
        Context = context,
        Budget = _options.StepBudget,
        Locals = _localCount == 0 ? null : new CelValue[_localCount],
    };
}
