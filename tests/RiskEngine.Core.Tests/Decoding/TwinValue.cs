using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>A value as the twin reads it.</summary>
internal readonly record struct TwinValue(EventValueKind Kind, double Number, string? Text)
{
    public string Show() => Kind == EventValueKind.Text ? $"text {Text}" : $"{Kind} {BitConverter.DoubleToInt64Bits(Number + 0.0)}";
}
