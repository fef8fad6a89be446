using System.Globalization;

namespace RiskEngine.Core.State;

/// <summary>What parts of a task's state say alike when they say it in words.</summary>
internal static class StoredWords
{
    /// <summary>A number as people read it.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>Whether a finding lasts, and until when.</summary>
    public static string Finding(ref StateReader reader) => reader.Bool() ? $"; a finding lasts until {reader.Time()}" : "";
}
