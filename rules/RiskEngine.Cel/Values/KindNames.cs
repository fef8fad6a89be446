namespace RiskEngine.Cel.Values;

internal static class KindNames
{
    public static string Of(CelKind kind) => kind switch
    {
        CelKind.Absent => "absent",
        CelKind.Error => "error",
        CelKind.Null => "null_type",
        CelKind.Bool => "bool",
        CelKind.Int => "int",
        CelKind.Uint => "uint",
        CelKind.Double => "double",
        CelKind.String => "string",
        CelKind.Bytes => "bytes",
        CelKind.List => "list",
        CelKind.Map => "map",
        CelKind.Duration => "google.protobuf.Duration",
        CelKind.Timestamp => "google.protobuf.Timestamp",
        _ => "type",
    };
}
