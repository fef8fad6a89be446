namespace RiskEngine.Workbench.Backtesting;

/// <summary>What a reader of the figures has to know about how the records were read, in sentences for people.</summary>
internal static class InputText
{
    /// <summary>Times that were read in another unit than milliseconds, and keys that are not the site.</summary>
    public static IEnumerable<string> Warnings(BacktestResult result)
    {
        foreach (var times in result.ReadTimes) yield return times.Sentence;
        if (result.KeysNotSite == 0) yield break;
        yield return $"{Wording.Count(result.KeysNotSite)} mapped events came under a key that is not their site "
            + "(live, a site's records in several partitions are seen in parts: give their producer the site as key, or one partition, where rules look at sites)";
    }
}
