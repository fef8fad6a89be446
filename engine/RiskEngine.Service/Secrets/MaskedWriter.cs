using System.Text;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Service.Secrets;

/// <summary>A writer for people (standard error): what is written through it holds no secret. Every write is a whole message or line.</summary>
public sealed class MaskedWriter(TextWriter inner, KnownSecrets secrets) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(value);

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(value is null ? null : secrets.Mask(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : secrets.Mask(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
