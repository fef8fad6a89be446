using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;

namespace RiskEngine.Cel.Checking;

// What an author probably meant by a name that does not exist.
internal static class NameAdvice
{
    private static readonly Dictionary<string, string> Truths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = "true", ["false"] = "false", ["yes"] = "true", ["no"] = "false", ["ture"] = "true",
        ["treu"] = "true", ["flase"] = "false", ["fasle"] = "false", ["flas"] = "false",
    };

    // The remedy, and the name to write where there is one; a text is meant where a name is compared with something that is known.
    public static (string Remedy, string? Instead) For(string name, bool isText, IDeclarations declarations, IEnumerable<string> locals, IReadOnlyCollection<string> used)
    {
        if (declarations.Synonym(name) is { } synonym)
            return ($"write {synonym}", synonym);
        if (Truths.TryGetValue(name, out var truth))
            return ($"write {truth}", truth);
        if (NearestName.To(name, declarations.Names.Concat(locals)) is { } near && !(isText && near.Length < 5))
            return ($"did you mean '{near}'?", near);
        foreach (var candidate in declarations.Names)
        {
            if (declarations.TryFind(candidate, out var declaration) && declaration.IsObject && NearestName.To(name, declaration.FieldNames) is { } field)
                return ($"did you mean '{candidate}.{field}'?", $"{candidate}.{field}");
        }
        var dynamic = declarations.Names.FirstOrDefault(candidate =>
            declarations.TryFind(candidate, out var declaration) && declaration.IsObject && declaration.FieldType(name) is not null);
        if (isText)
            return ($"write '{name}' in quotes" + (dynamic is null ? "" : $" where it is a text, {dynamic}.{name} where it is an attribute"), $"'{name}'");
        if (dynamic is not null)
            return ($"write {dynamic}.{name} for an attribute of the event, or '{name}' in quotes for a text", $"{dynamic}.{name}");
        if (declarations.Otherwise is { } compared && used.Contains(compared))
            return ($"only {compared} and count are known here: write a number for '{name}'", null);
        if (declarations.Otherwise is { } otherwise)
            return ($"what is measured is called {otherwise} here: write {otherwise}", otherwise);
        var names = string.Join(", ", declarations.Names.Order(StringComparer.Ordinal).Take(12));
        return (names.Length == 0 ? $"if it is a text, write '{name}' in quotes" : $"known here: {names}; a text is written in quotes: '{name}'", null);
    }
}
