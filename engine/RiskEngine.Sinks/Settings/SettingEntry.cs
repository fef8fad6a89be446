namespace RiskEngine.Sinks.Settings;

/// <summary>One setting of a sink, as it is read.</summary>
/// <param name="Key">Its key below the sink's name, e.g. <c>Url</c>.</param>
/// <param name="Default">What holds where it is not given; null where nothing does.</param>
/// <param name="Meaning">What it is for.</param>
public sealed record SettingEntry(string Key, string? Default, string Meaning);
