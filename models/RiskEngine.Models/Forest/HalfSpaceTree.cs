using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Forest;

/// <summary>A tree of random half-spaces that counts how many rows fell into each: few neighbours mean an unusual row.</summary>
/// <remarks>
/// Tan, Ting and Liu (2011, "Fast Anomaly Detection for Streaming Data"): splits are drawn beforehand from a seed, counts of one span of rows judge
/// the next. 1.7 kB; a row costs its depth.
/// </remarks>
internal sealed class HalfSpaceTree
{
    private const int Depth = 7;
    private const int Inner = (1 << Depth) - 1;
    private const int Nodes = (1 << (Depth + 1)) - 1;
    private readonly byte[] _channel = new byte[Inner];
    private readonly float[] _split = new float[Inner];
    private readonly ushort[] _judging = new ushort[Nodes], _counting = new ushort[Nodes];

    /// <summary>Draws the splits.</summary>
    /// <param name="channels">1 to 256.</param>
    /// <param name="farthest">Deviations lie between minus and plus this.</param>
    /// <param name="random">Seeded, so that a restored tree has the same splits.</param>
    public HalfSpaceTree(int channels, float farthest, Random random)
    {
        var (low, high) = (new float[channels], new float[channels]);
        for (var c = 0; c < channels; c++)
        {
            var centre = farthest * 0.5f * ((2 * random.NextSingle()) - 1);
            (low[c], high[c]) = (centre - farthest, centre + farthest);
        }

        Draw(0, low, high, random);
    }

    /// <summary>Rows around this one, scaled to what an even spread would give; small is unusual.</summary>
    /// <param name="deviations">One per channel.</param>
    /// <param name="fewest">Counts at which a node is not divided further.</param>
    /// <param name="shares">Gets, added, how much each channel's splits thinned the rows, in powers of two.</param>
    public double Mass(ReadOnlySpan<double> deviations, int fewest, Span<double> shares)
    {
        var node = 0;
        var scale = 1.0;
        while (node < Inner && _judging[node] > fewest)
        {
            var channel = _channel[node];
            var child = (2 * node) + (deviations[channel] < _split[node] ? 1 : 2);
            shares[channel] += Math.Max(0, Math.Log2((_judging[node] + 0.5) / (_judging[child] + 0.5)) - 1);
            (node, scale) = (child, scale * 2);
        }

        return _judging[node] * scale;
    }

    /// <summary>Counts a row.</summary>
    public void Count(ReadOnlySpan<double> deviations)
    {
        var node = 0;
        while (true)
        {
            if (_counting[node] < ushort.MaxValue) _counting[node]++;
            if (node >= Inner) return;
            node = (2 * node) + (deviations[_channel[node]] < _split[node] ? 1 : 2);
        }
    }

    /// <summary>Ends a span of rows: what was counted judges, half and half with what judged before.</summary>
    public void Turn(bool isFirst)
    {
        for (var node = 0; node < Nodes; node++) _judging[node] = isFirst ? _counting[node] : (ushort)((_judging[node] + _counting[node] + 1) / 2);
        Array.Clear(_counting);
    }

    /// <summary>Writes the counts; the splits follow from the seed.</summary>
    public void Save(StateWriter writer)
    {
        writer.Save(_judging);
        writer.Save(_counting);
    }

    /// <summary>Reads the counts.</summary>
    public void Restore(ref StateReader reader)
    {
        reader.Restore(_judging);
        reader.Restore(_counting);
    }

    private void Draw(int node, float[] low, float[] high, Random random)
    {
        if (node >= Inner) return;
        var channel = random.Next(low.Length);
        var (least, most) = (low[channel], high[channel]);
        var split = (least + most) / 2;
        (_channel[node], _split[node]) = ((byte)channel, split);
        high[channel] = split;
        Draw((2 * node) + 1, low, high, random);
        (low[channel], high[channel]) = (split, most);
        Draw((2 * node) + 2, low, high, random);
        low[channel] = least;
    }
}
