using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Declarations;

// A declared variable with its accessors; at least Value is set unless it is an object without a map.
internal sealed class CelVariable<TContext>(string name, CelType type) : Declaration(name, type)
{
    public Func<TContext, CelValue>? Value { get; init; }

    public Func<TContext, double>? Double { get; init; }

    public Func<TContext, long>? Int { get; init; }

    public Func<TContext, bool>? Bool { get; init; }

    // Null means absent.
    public Func<TContext, string?>? Text { get; init; }

    public CelNumberAccessor<TContext>? TryNumber { get; init; }

    public CelFields<TContext>? Fields { get; init; }

    public override bool PrefersDouble => TryNumber is not null;

    public override bool IsObject => Fields is not null;

    public override bool HasValue => Fields is null || Value is not null;

    public override bool FieldsAreNeverWhole => Fields is { NeverWhole: true };

    public override IEnumerable<string> FieldNames => Fields?.Names ?? [];

    public override CelType? FieldType(string field) => Fields?.Find(field)?.Type;
}
