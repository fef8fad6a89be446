using RiskEngine.Cel;
using RiskEngine.Cel.Values;

namespace RiskEngine.Rules.Inputs;

/// <summary>Says why an expression has no value for a field, without any value of the record in it.</summary>
internal static class FieldFault
{
    /// <summary>Whether the record simply lacks what the expression asks for.</summary>
    public static bool IsMissing(in CelValue value) =>
        value.Kind is CelKind.Null or CelKind.Absent || (value.IsError && value.AsError().Code is CelErrorCode.NoSuchKey or CelErrorCode.IndexOutOfRange);

    /// <summary>Field, place and fault.</summary>
    public static string Say(MappingContext context, string field, CelProgram<MappingContext> program, in CelValue value) =>
        $"{field}: {program.Source}: {Why(context, value)}";

    /// <summary>What a value is, with its article.</summary>
    public static string Kind(in CelValue value) => value.Kind switch
    {
        CelKind.Bool => "true or false",
        CelKind.String => "a text",
        CelKind.List => "a list",
        CelKind.Map => "a map",
        CelKind.Bytes => "a sequence of bytes",
        CelKind.Duration => "a duration",
        CelKind.Timestamp => "a time",
        CelKind.Type => "a type",
        CelKind.Null or CelKind.Absent => "nothing",
        _ => "a number",
    };

    private static string Why(MappingContext context, in CelValue value)
    {
        if (!value.IsError) return value.Kind is CelKind.Null or CelKind.Absent ? context.Numbers is null ? "is null" : "the cell is empty" : $"is {Kind(value)}";
        var error = value.AsError();
        return error.Code switch
        {
            CelErrorCode.NoSuchKey => MissingKey(context, error.Message),
            CelErrorCode.NoSuchOverload => error.Message,
            CelErrorCode.InvalidArgument => error.Message.StartsWith("invalid argument: ", StringComparison.Ordinal) ? "a text cannot be decoded" : error.Message,
            CelErrorCode.BadConversion => "a text cannot be converted",
            CelErrorCode.BudgetExhausted or CelErrorCode.TooLarge => "takes too long for this payload",
            CelErrorCode.DivisionByZero or CelErrorCode.ModulusByZero => error.Message,
            CelErrorCode.IndexOutOfRange => "the list is shorter",
            CelErrorCode.WrongResultType => error.Message,
            CelErrorCode.OutOfRange or CelErrorCode.Overflow => "a number is out of range",
            _ => "cannot be computed",
        };
    }

    /// <summary>The key is named where the mapping names it; one that comes out of the record is not.</summary>
    private static string MissingKey(MappingContext context, string message)
    {
        var open = message.IndexOf('\'');
        var key = open < 0 ? "" : message[(open + 1)..].TrimEnd('\'');
        if (!context.Names.Contains(key)) return "what it looks up is not there";
        context.Missing = key;
        return context.Numbers is null ? $"there is no '{key}'" : $"there is no column '{key}'";
    }
}
