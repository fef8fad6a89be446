namespace RiskEngine.Core.Tasks;

/// <summary>The rule by which every checkpoint store judges a step, for what it has stored of the task.</summary>
/// <remarks>
/// Why it is correct is in docs/adr/0003-log-structured-checkpoints.md. A store in another language has the same rule; tests hold both to equal answers.
/// Bernstein, Hadzilacos, Goodman, "Concurrency Control and Recovery in Database Systems" (1987), for atomic steps; the epoch is a fencing token as in
/// Gray and Cheriton, "Leases" (1989), and Burrows, "The Chubby lock service" (2006).
/// </remarks>
public static class SaveRule
{
    /// <summary>Judges a step.</summary>
    /// <param name="storedEpoch">Epoch of the newest owner; null where nothing is known of the task.</param>
    /// <param name="storedNewest">Number of the newest segment; null where none is stored.</param>
    /// <param name="epoch">Epoch of the owner that sent the step.</param>
    /// <param name="number">Number of its segment.</param>
    public static SaveVerdict Judge(long? storedEpoch, long? storedNewest, long epoch, long number)
    {
        var newest = storedNewest ?? -1;
        if (storedEpoch != epoch || number > newest + 1) return SaveVerdict.Refused;
        return number < newest ? SaveVerdict.Outdated : SaveVerdict.Stored;
    }
}
