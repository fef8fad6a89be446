namespace RiskEngine.Core.Events;

/// <summary>The form of sites: a path of non-empty segments joined by slashes, none at either end; e.g. <c>huaxi/c12/g07/b3</c>.</summary>
public static class SiteName
{
    /// <summary>Whether the name is such a path.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> site) =>
        !site.IsEmpty && site[0] != '/' && site[^1] != '/' && site.IndexOf("//"u8) < 0;
}
