using System.Diagnostics.CodeAnalysis;
using RiskEngine.Cel.Checking;
using RiskEngine.Cel.Compilation;
using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Syntax;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

/// <summary>The variables that expressions may use, and how to read them from a context.</summary>
/// <remarks>Fill it once, then compile from any thread. Names may be dotted (<c>window.start</c>); the longest declared prefix wins.</remarks>
public sealed class CelScope<TContext>
{
    private readonly Dictionary<string, CelVariable<TContext>> _variables = [];
    private readonly Dictionary<string, string> _synonyms = new(StringComparer.OrdinalIgnoreCase);
    private readonly DeclarationView _view;
    private readonly Dictionary<string, FunctionEntry> _entries = [];
    private string? _otherwise;
    private bool _numbersAreDoubles;
    private CelFunction<TContext>? _function;

    /// <summary>The variables that expressions may name.</summary>
    public IReadOnlyCollection<string> Names => _variables.Keys;

    /// <summary>Creates a scope without variables.</summary>
    public CelScope() => _view = new DeclarationView(this);

    /// <summary>Declares a variable of any type.</summary>
    public CelScope<TContext> Variable(string name, CelType type, Func<TContext, CelValue> read) =>
        Add(new CelVariable<TContext>(name, type) { Value = read });

    /// <summary>Declares a double; comparisons and arithmetic on it allocate nothing.</summary>
    public CelScope<TContext> Double(string name, Func<TContext, double> read) =>
        Add(new CelVariable<TContext>(name, CelType.Double) { Double = read });

    /// <summary>Declares an int.</summary>
    public CelScope<TContext> Int(string name, Func<TContext, long> read) =>
        Add(new CelVariable<TContext>(name, CelType.Int) { Int = read });

    /// <summary>Declares a bool.</summary>
    public CelScope<TContext> Bool(string name, Func<TContext, bool> read) =>
        Add(new CelVariable<TContext>(name, CelType.Bool) { Bool = read });

    /// <summary>Declares a text; null from the accessor is a missing value and a runtime error.</summary>
    public CelScope<TContext> Text(string name, Func<TContext, string?> read) =>
        Add(new CelVariable<TContext>(name, CelType.String) { Text = read });

    /// <summary>Declares a variable that is a double most of the time and may be a bool or a text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tryNumber">The fast path: the number, or false when it is something else.</param>
    /// <param name="read">The value whatever it is; <see cref="CelValue.Absent"/> when there is none.</param>
    public CelScope<TContext> MostlyDouble(string name, CelNumberAccessor<TContext> tryNumber, Func<TContext, CelValue> read) =>
        Add(new CelVariable<TContext>(name, CelType.Dyn) { Value = read, TryNumber = tryNumber });

    /// <summary>Declares a variable with fields, read one by one: <c>attributes.location</c>, <c>has(attributes.location)</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="map">Builds the whole as a map for uses such as <c>size(attributes)</c>; without it, such uses are errors.</param>
    public CelScope<TContext> Object(string name, CelFields<TContext> fields, Func<TContext, CelValue>? map = null) =>
        Add(new CelVariable<TContext>(name, CelType.Map(CelType.String, CelType.Dyn)) { Fields = fields, Value = map });

    /// <summary>Names what authors probably mean by words that are not declared, for remedies.</summary>
    public CelScope<TContext> Synonyms(string name, params ReadOnlySpan<string> words)
    {
        foreach (var word in words) _synonyms[word] = name;
        return this;
    }

    /// <summary>Names what any other word probably stands for, for remedies.</summary>
    public CelScope<TContext> Otherwise(string name)
    {
        _otherwise = name;
        return this;
    }

    /// <summary>Says that all numbers of the data are doubles, as those of JSON are: <c>payload.level / 10</c> is <c>payload.level / 10.0</c>.</summary>
    public CelScope<TContext> NumbersAreDoubles()
    {
        _numbersAreDoubles = true;
        return this;
    }

    /// <summary>Gives this scope a function of its own, in place of an earlier one; it wins over a standard function of its name.</summary>
    public CelScope<TContext> Function(CelFunction<TContext> function)
    {
        _function = function;
        return this;
    }

    /// <summary>Gives this scope a function of one value, the same for the same value; it wins over a standard function of its name.</summary>
    /// <param name="name">What expressions call it.</param>
    /// <param name="argument">The type of the value.</param>
    /// <param name="result">The type of the result.</param>
    /// <param name="function">The function; what it cannot take gives an error (<see cref="CelValue.Of(in CelError)"/>). It must not throw.</param>
    /// <param name="cost">Estimated steps of one call.</param>
    public CelScope<TContext> Pure(string name, CelType argument, CelType result, Func<CelValue, CelValue> function, int cost = 10)
    {
        _entries[name] = new FunctionEntry(name, false, new Signature(result, [argument])) { One = (in value) => function(value), Cost = cost };
        return this;
    }

    /// <summary>Gives this scope a function of three values, the same for the same values; it wins over a standard function of its name.</summary>
    /// <param name="name">What expressions call it.</param>
    /// <param name="arguments">The types of the values.</param>
    /// <param name="result">The type of the result.</param>
    /// <param name="function">The function; what it cannot take gives an error (<see cref="CelValue.Of(in CelError)"/>). It must not throw.</param>
    /// <param name="cost">Estimated steps of one call.</param>
    public CelScope<TContext> Pure(
        string name, (CelType First, CelType Second, CelType Third) arguments, CelType result, Func<CelValue, CelValue, CelValue, CelValue> function, int cost = 10)
    {
        _entries[name] = new FunctionEntry(name, false, new Signature(result, [arguments.First, arguments.Second, arguments.Third]))
        {
            Three = (in first, in second, in third) => function(first, second, third), Cost = cost,
        };
        return this;
    }

    /// <summary>Parses, checks and compiles an expression. Never throws for anything an author can write.</summary>
    public CelCompilation<TContext> Compile(string expression, CelOptions? options = null)
    {
        options ??= CelOptions.Default;
        var diagnostics = new DiagnosticSink(expression);
        var node = Parser.Parse(expression, diagnostics, options.Subject);
        if (node is null)
            return CelCompilation<TContext>.Failed(diagnostics);
        var checker = new Checker(_view, diagnostics, options.Strict);
        checker.Check(node);
        checker.Finish(node, options.ResultType, options.CostLimit);
        if (diagnostics.HasComplexity)
            return CelCompilation<TContext>.Failed(diagnostics);
        // Done even after mistakes: folding finds constants that always fail, and an author wants to see everything at once.
        var code = new Compiler<TContext>(diagnostics, options.Strict, checker.LocalCount).Compile(node);
        if (diagnostics.HasErrors)
            return CelCompilation<TContext>.Failed(diagnostics);
        var program = new CelProgram<TContext>(expression, node, code, checker, options, _view);
        return new CelCompilation<TContext>(program, []);
    }

    private CelScope<TContext> Add(CelVariable<TContext> variable)
    {
        _variables[variable.Name] = variable;
        return this;
    }

    private sealed class DeclarationView(CelScope<TContext> scope) : IDeclarations
    {
        public IEnumerable<string> Names => scope._variables.Keys;

        public CelFunction? Function(string name) => scope._function is { } function && function.Name == name ? function : null;

        public FunctionEntry? Entry(string name) => scope._entries.GetValueOrDefault(name);

        public string? Otherwise => scope._otherwise;

        public bool NumbersAreDoubles => scope._numbersAreDoubles;

        public string? Synonym(string word) => scope._synonyms.GetValueOrDefault(word);

        public bool TryFind(string name, [MaybeNullWhen(false)] out Declaration declaration)
        {
            var found = scope._variables.TryGetValue(name, out var variable);
            declaration = variable;
            return found;
        }
    }
}
