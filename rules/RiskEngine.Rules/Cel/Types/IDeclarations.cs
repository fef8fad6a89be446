using System.Diagnostics.CodeAnalysis;

namespace RiskEngine.Rules.Cel.Types;

internal interface IDeclarations
{
    IEnumerable<string> Names { get; }

    bool TryFind(string name, [MaybeNullWhen(false)] out Declaration declaration);
}
