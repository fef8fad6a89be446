using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>A value as the twin reads it.</summary>
internal readonly record struct TwinValue(EventValueKind Kind, double Number, string? Text)
{
    public string Show() => $"{Kind} {Text} {BitConverter.DoubleToInt64Bits(Number + 0.0)}";

    /// <summary>Attributes keep a text as it is: only the value of an event is read as a number too.</summary>
    public string ShowAsWritten() => Kind == EventValueKind.Text ? $"text {Text}" : Show();
}
