using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.Catalog;

/// <summary>The short stable hash by which an alert names a model's parameters.</summary>
internal static class ModelHash
{
    /// <summary>Hashes name, version and every parameter as a record prints them.</summary>
    public static string Of(string name, string version, object parameters) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{version}/{parameters}")).AsSpan(0, 6));

    /// <summary>The same of a model that goes by the clock: what it learned by one rhythm or in one zone is of no use in another. UTC and no zone are one.</summary>
    public static string Of(string name, string version, object parameters, TimeZoneInfo? zone, Seasonality seasonality = Seasonality.Learned) =>
        Of(name, $"{version}{(seasonality == Seasonality.Learned ? "" : $"/{seasonality}")}{(zone is null ? "" : $"@{zone.Id}")}", parameters);

    /// <summary>The zone to keep: null for UTC, under whichever name.</summary>
    public static TimeZoneInfo? ZoneOf(TimeZoneInfo zone) => zone.HasSameRules(TimeZoneInfo.Utc) && zone.BaseUtcOffset == TimeSpan.Zero ? null : zone;
}
