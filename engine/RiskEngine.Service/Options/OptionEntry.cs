namespace RiskEngine.Service.Options;

/// <summary>One option as the reader of the options asks for it; docs/configuration.md is written from these.</summary>
/// <param name="Key">Below <c>RiskEngine</c>, e.g. <c>Redis:Timeout</c>; sections that take any property end with <c>:*</c>.</param>
/// <param name="Type">What its values are, in words.</param>
/// <param name="Default">What holds where it is not given, as it would be written, or in words; null for nothing.</param>
/// <param name="Bounds">Which values are taken, e.g. <c>1 to 1000</c>; null for any.</param>
/// <param name="Meaning">What it is for; Markdown.</param>
public sealed record OptionEntry(string Key, string Type, string? Default, string? Bounds, string Meaning)
{
    /// <summary>The first part of the key.</summary>
    public string Section => Key[..Key.IndexOf(':', StringComparison.Ordinal)];
}
