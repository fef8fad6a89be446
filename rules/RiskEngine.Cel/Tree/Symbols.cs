namespace RiskEngine.Cel.Tree;

// How operator functions are shown to authors.
internal static class Symbols
{
    // "_+_" to "+", "@in" to "in", other functions as they are.
    public static string OfFunction(string function) => function switch
    {
        "@in" => "in",
        "_[_]" => "[]",
        _ => function.Trim('_'),
    };
}
