namespace RiskEngine.Core.Decoding;

/// <summary>The top-level fields that the contract knows, as a set.</summary>
[Flags]
internal enum EventField
{
    None = 0,
    Id = 1 << 0,
    Kind = 1 << 1,
    Source = 1 << 2,
    Site = 1 << 3,
    Time = 1 << 4,
    Value = 1 << 5,
    Unit = 1 << 6,
    Attributes = 1 << 7,

    /// <summary>What an event must have.</summary>
    Required = Kind | Source | Site | Time,

    /// <summary>What orders, routes and keys an event.</summary>
    Place = Kind | Site | Time,

    SpecVersion = 1 << 8,
    Type = 1 << 9,
    Subject = 1 << 10,
    Data = 1 << 11,
    DataBase64 = 1 << 12,

    /// <summary>Known only in a CloudEvents envelope.</summary>
    Envelope = SpecVersion | Type | Subject | Data | DataBase64,

    Unknown = 1 << 13,
}
