using System.Text;
using System.Text.Unicode;

namespace RiskEngine.Rules.Inputs;

/// <summary>Bytes that should be text.</summary>
internal static class PayloadText
{
    /// <summary>The text; null where the bytes are no UTF-8.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
