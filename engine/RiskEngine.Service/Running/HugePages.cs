using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RiskEngine.Service.Running;

/// <summary>Asks Linux to back the managed heap with transparent huge pages.</summary>
/// <remarks>
/// With a million sources the tables take hundreds of megabytes, and most of an event's time goes into translating addresses of 4 kB pages. Where the system's
/// setting is <c>madvise</c>, as in most distributions, a program has to ask; .NET does not. Asking once for the range that the collector has
/// reserved is enough: what it commits later inherits it. It commits in steps smaller than a huge page, though, so that most of the heap has small pages all the same:
/// those are put together now and then (Linux 6.1 and later). Measured by <c>bench --profile window --sources 1000000</c>: about a fifth more events a second.
/// </remarks>
public static partial class HugePages
{
    private const int MadvHugePage = 14;
    private const int MadvCollapse = 25;
    private const nuint PageBytes = 2 * 1024 * 1024;

    /// <summary>A smaller heap is left as it is: whole pages would only make it larger.</summary>
    private const long LeastHeap = 128 * 1024 * 1024;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>Asks.</summary>
    /// <returns>Whether the system took it; false on other systems, and where there is no /proc: nothing is lost but speed.</returns>
    public static bool Ask()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            var ranges = HeapRanges(AddressOfAnObject()).ToList();
            return ranges.Count > 0 && ranges.TrueForAll(range => Advise(range.Start, range.Length, MadvHugePage) == 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Puts small pages together now and then, for as long as the process lives.</summary>
    public static void KeepTogether() => _ = Task.Run(KeepTogetherUntilRefused);

    /// <summary>Puts the small pages of the heap together.</summary>
    /// <returns>How many huge pages the heap has now of those that it could have; none where the system does not know how.</returns>
    internal static (int Huge, int Possible) PutTogether()
    {
        var (huge, possible) = (0, 0);
        foreach (var (start, length) in HeapRanges(AddressOfAnObject(), onlyCommitted: true).ToList())
        {
            var end = (start + length) & ~(PageBytes - 1);
            for (var page = (start + PageBytes - 1) & ~(PageBytes - 1); page < end; page += PageBytes)
            {
                possible++;
                if (Advise(page, PageBytes, MadvCollapse) == 0) huge++;
            }
        }

        return (huge, possible);
    }

    private static async Task KeepTogetherUntilRefused()
    {
        var (collections, committed) = (0, 0L);
        using var timer = new PeriodicTimer(LookEvery, TimeProvider.System);
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            var now = (Collections: GC.CollectionCount(0), Committed: GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
            if (now.Committed < LeastHeap || now == (collections, committed)) continue;
            (collections, committed) = now;
            try
            {
                if (PutTogether().Huge == 0) return;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }

    /// <summary>Where the collector puts an object now.</summary>
    internal static unsafe nuint AddressOfAnObject()
    {
        var probe = new object();
        return *(nuint*)Unsafe.AsPointer(ref probe);
    }

    /// <summary>The neighbouring anonymous mappings around an address: the collector reserves them in one piece.</summary>
    private static IEnumerable<(nuint Start, nuint Length)> HeapRanges(nuint address, bool onlyCommitted = false)
    {
        var run = new List<(nuint Start, nuint End, bool IsCommitted)>();
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var bounds = words[0].Split('-');
            var start = nuint.Parse(bounds[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var end = nuint.Parse(bounds[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var isAnonymous = words.Length == 5;
            if (run.Count > 0 && (run[^1].End != start || !isAnonymous))
            {
                if (address >= run[0].Start && address < run[^1].End) break;
                run.Clear();
            }

            if (isAnonymous) run.Add((start, end, words[1].StartsWith("rw", StringComparison.Ordinal)));
        }

        return run.Count > 0 && address >= run[0].Start && address < run[^1].End
            ? run.Where(one => one.IsCommitted || !onlyCommitted).Select(one => (one.Start, one.End - one.Start)) : [];
    }

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(nuint address, nuint length, int advice);
}
