using System.Diagnostics.CodeAnalysis;
using RiskEngine.Cel.Functions;

namespace RiskEngine.Cel.Declarations;

internal interface IDeclarations
{
    IEnumerable<string> Names { get; }

    bool TryFind(string name, [MaybeNullWhen(false)] out Declaration declaration);

    // A function that only this scope has; null where there is none.
    CelFunction? Function(string name);

    // A function of values that only this scope has; null where there is none.
    FunctionEntry? Entry(string name);

    // The declared name for a word that authors use instead; null where there is none.
    string? Synonym(string word);

    // The name that any other word probably stands for; null where there is none.
    string? Otherwise { get; }

    // Whether a whole number beside a value of unknown type in + - * / is meant as a double.
    bool NumbersAreDoubles { get; }
}
