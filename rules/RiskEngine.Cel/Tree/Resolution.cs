using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Tree;

internal enum ResolutionKind : byte
{
    None,
    Local,
    Declared,
    Constant,
}

// What a name stands for.
internal readonly record struct Resolution(ResolutionKind Kind, int Slot = 0, Declaration? Declaration = null, CelValue Constant = default)
{
    public static Resolution Local(int slot) => new(ResolutionKind.Local, slot);

    public static Resolution Of(Declaration declaration) => new(ResolutionKind.Declared, 0, declaration);

    public static Resolution Of(CelType type) => new(ResolutionKind.Constant, 0, null, CelValue.Of(type));
}
