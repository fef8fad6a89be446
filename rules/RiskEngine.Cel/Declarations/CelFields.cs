using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Declarations;

/// <summary>The fields of an object variable: known ones by name, and optionally any other name.</summary>
/// <remarks>Accessors are looked up once, when an expression is compiled; reading a field builds no map.</remarks>
public sealed class CelFields<TContext>
{
    private readonly Dictionary<string, CelVariable<TContext>> _known = [];
    private Func<string, Func<TContext, CelValue>>? _dynamic;

    internal bool NeverWhole { get; private set; }

    internal IEnumerable<string> Names => _known.Keys;

    /// <summary>Adds a field; the accessor returns <see cref="CelValue.Absent"/> when the context lacks it.</summary>
    public CelFields<TContext> Field(string name, CelType type, Func<TContext, CelValue> read) =>
        Add(new CelVariable<TContext>(name, type) { Value = read });

    /// <summary>Adds a text field; the accessor returns null when the context lacks it.</summary>
    public CelFields<TContext> Text(string name, Func<TContext, string?> read) =>
        Add(new CelVariable<TContext>(name, CelType.String) { Text = read });

    /// <summary>Adds a double field that every context has.</summary>
    public CelFields<TContext> Double(string name, Func<TContext, double> read) =>
        Add(new CelVariable<TContext>(name, CelType.Double) { Double = read });

    /// <summary>Names a field that the dynamic accessor reads, so that it is offered when an author misspells it.</summary>
    public CelFields<TContext> Known(string name, CelType type) => Add(new CelVariable<TContext>(name, type));

    /// <summary>Allows fields with any other name, of type dyn.</summary>
    /// <param name="accessor">Gives the accessor of a name, once per compiled use; that returns <see cref="CelValue.Absent"/> for a missing field.</param>
    /// <param name="neverWhole">Whether those that are numbers are doubles, so that none takes part in arithmetic with a whole number.</param>
    public CelFields<TContext> Dynamic(Func<string, Func<TContext, CelValue>> accessor, bool neverWhole = false)
    {
        _dynamic = accessor;
        NeverWhole = neverWhole;
        return this;
    }

    internal CelVariable<TContext>? Find(string name)
    {
        if (_known.TryGetValue(name, out var field))
        {
            var bare = field is { Value: null, Text: null, Double: null };
            return bare ? (_dynamic is null ? null : new CelVariable<TContext>(name, field.Type) { Value = _dynamic(name) }) : field;
        }
        return _dynamic is null ? null : new CelVariable<TContext>(name, CelType.Dyn) { Value = _dynamic(name) };
    }

    private CelFields<TContext> Add(CelVariable<TContext> field)
    {
        _known[field.Name] = field;
        return this;
    }
}
