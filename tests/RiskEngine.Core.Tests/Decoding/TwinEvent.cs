namespace RiskEngine.Core.Tests.Decoding;

/// <summary>An event in comparable form.</summary>
internal sealed record TwinEvent(string Id, string Kind, string Source, string Site, string Unit, long Micros, string Value, string Attributes);
