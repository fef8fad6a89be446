using System.Text;

namespace RiskEngine.Core.Signals;

/// <summary>Which partition of the signals topic takes the signals of a place.</summary>
/// <remarks>All signals of one area go to one partition, by a hash of our own: clients differ in theirs, and change them. Rules by this area level, and by smaller
/// ones, find all that they need there.</remarks>
/// <param name="Partitions">How many partitions there are; 0 where there is no such topic.</param>
/// <param name="Depth">How many segments of the site path form the area.</param>
/// <param name="Level">What the level is called.</param>
public sealed record SignalRoute(int Partitions, int Depth, string Level)
{
    /// <summary>No topic to send signals to.</summary>
    public static readonly SignalRoute Nowhere = new(0, 1, "");

    /// <summary>The area that a site lies in; the site itself where its path is shorter.</summary>
    public string AreaOf(string site)
    {
        var end = -1;
        for (var left = Depth; left > 0; left--)
        {
            end = site.IndexOf('/', end + 1);
            if (end < 0) return site;
        }

        return site[..end];
    }

    /// <summary>The partition of an area: FNV-1a over its UTF-8, 64 bits, folded, modulo their number.</summary>
    /// <remarks>Fowler, Noll, Vo: The FNV Non-Cryptographic Hash Algorithm (IETF draft). Fixed for good: state lies where it says.</remarks>
    public int PartitionOf(string area)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in Encoding.UTF8.GetBytes(area)) hash = (hash ^ one) * 1099511628211UL;
        return (int)((uint)(hash ^ (hash >> 32)) % (uint)Partitions);
    }
}
