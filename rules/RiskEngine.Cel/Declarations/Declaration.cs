using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Declarations;

// A declared variable, seen without its context type.
internal abstract class Declaration(string name, CelType type)
{
    public string Name { get; } = name;

    public CelType Type { get; } = type;

    // A dyn variable that is a number, bool or string, and mostly a double.
    public virtual bool PrefersDouble => false;

    // Fields are read one by one; there may be no map behind them.
    public virtual bool IsObject => false;

    // Whether the whole variable can be read as a value.
    public virtual bool HasValue => true;

    // Fields of type dyn that are numbers are doubles.
    public virtual bool FieldsAreNeverWhole => false;

    public virtual IEnumerable<string> FieldNames => [];

    // Type of a field; null when there is no such field.
    public virtual CelType? FieldType(string field) => null;
}
