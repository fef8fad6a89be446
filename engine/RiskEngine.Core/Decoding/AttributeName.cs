namespace RiskEngine.Core.Decoding;

/// <summary>An attribute's name, interned, and whether its values speak of a person.</summary>
internal readonly record struct AttributeName(string Name, bool IsPerson);
