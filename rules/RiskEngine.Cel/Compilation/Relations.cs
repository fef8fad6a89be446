using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// One comparison operator; generic code over it is compiled once per operator, without a branch on which one it is.
internal interface IRelation
{
    static abstract string Name { get; }

    static abstract bool Test(double left, double right);

    static abstract bool Test(long left, long right);

    static abstract bool Test(Ordering order);
}

internal readonly struct LessThan : IRelation
{
    public static string Name => "_<_";

    public static bool Test(double left, double right) => left < right;

    public static bool Test(long left, long right) => left < right;

    public static bool Test(Ordering order) => order == Ordering.Less;
}

internal readonly struct LessOrEqual : IRelation
{
    public static string Name => "_<=_";

    public static bool Test(double left, double right) => left <= right;

    public static bool Test(long left, long right) => left <= right;

    public static bool Test(Ordering order) => order is Ordering.Less or Ordering.Equal;
}

internal readonly struct GreaterThan : IRelation
{
    public static string Name => "_>_";

    public static bool Test(double left, double right) => left > right;

    public static bool Test(long left, long right) => left > right;

    public static bool Test(Ordering order) => order == Ordering.Greater;
}

internal readonly struct GreaterOrEqual : IRelation
{
    public static string Name => "_>=_";

    public static bool Test(double left, double right) => left >= right;

    public static bool Test(long left, long right) => left >= right;

    public static bool Test(Ordering order) => order is Ordering.Greater or Ordering.Equal;
}

internal readonly struct EqualTo : IRelation
{
    public static string Name => "_==_";

    public static bool Test(double left, double right) => left == right;

    public static bool Test(long left, long right) => left == right;

    public static bool Test(Ordering order) => order == Ordering.Equal;
}

internal readonly struct NotEqualTo : IRelation
{
    public static string Name => "_!=_";

    public static bool Test(double left, double right) => left != right;

    public static bool Test(long left, long right) => left != right;

    public static bool Test(Ordering order) => order != Ordering.Equal;
}
