using System.Collections.Frozen;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// Every function and operator, by name and call style.
internal static class StandardLibrary
{
    private static readonly FrozenDictionary<string, FunctionEntry> Globals = Build(isMember: false);
    private static readonly FrozenDictionary<string, FunctionEntry> Members = Build(isMember: true);

    private static readonly FrozenDictionary<string, CelType> TypeNames = new Dictionary<string, CelType>
    {
        ["bool"] = CelType.Bool,
        ["int"] = CelType.Int,
        ["uint"] = CelType.Uint,
        ["double"] = CelType.Double,
        ["string"] = CelType.String,
        ["bytes"] = CelType.Bytes,
        ["list"] = CelType.OfKind(CelKind.List),
        ["map"] = CelType.OfKind(CelKind.Map),
        ["null_type"] = CelType.Null,
        ["type"] = CelType.Type,
        ["google.protobuf.Timestamp"] = CelType.Timestamp,
        ["google.protobuf.Duration"] = CelType.Duration,
    }.ToFrozenDictionary();

    public static IEnumerable<string> GlobalNames => Globals.Keys.Where(name => char.IsLetter(name[0]));

    public static IEnumerable<string> MemberNames => Members.Keys;

    public static FunctionEntry? Find(string name, bool isMember) => (isMember ? Members : Globals).GetValueOrDefault(name);

    public static CelType? FindType(string name) => TypeNames.GetValueOrDefault(name);

    private static FrozenDictionary<string, FunctionEntry> Build(bool isMember)
    {
        var entries = Operators.Entries
            .Concat(Conversions.Entries)
            .Concat(Texts.Entries)
            .Concat(TextsByPosition.Entries)
            .Concat(TimeFunctions.Entries)
            .Concat(MathFunctions.Entries)
            .Concat(BitFunctions.Entries);
        return entries.Where(entry => entry.IsMember == isMember).ToFrozenDictionary(entry => entry.Name);
    }
}
