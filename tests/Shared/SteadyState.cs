namespace RiskEngine.Tests;

/// <summary>Measures what a piece of work costs once the runtime has settled.</summary>
/// <remarks>On a busy machine code is compiled again at any moment, which allocates on the thread that runs it: one measurement says nothing, the least of several does.</remarks>
internal static class SteadyState
{
    private const int MostTries = 20;

    /// <summary>The fewest bytes that the work allocated in a run of it.</summary>
    /// <param name="work">The work; it is repeated.</param>
    /// <param name="enough">No more than so many bytes end the search.</param>
    public static long LeastBytes(Action work, long enough = 0)
    {
        var least = long.MaxValue;
        var runs = 0;
        do
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        while (least > enough && ++runs < MostTries);

        return least;
    }
}
