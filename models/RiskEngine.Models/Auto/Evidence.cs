using System.Runtime.CompilerServices;

namespace RiskEngine.Models.Auto;

/// <summary>What each part of <c>auto</c> found in the last reading, in weighted powers of ten, and the facts that words need.</summary>
internal struct Evidence
{
    private Shares _shares;

    public double Change { get; set; }

    public double Lowest { get; set; }

    public double Highest { get; set; }

    public double this[int part]
    {
        readonly get => _shares[part];
        set => _shares[part] = (float)value;
    }

    public readonly double Sum()
    {
        var sum = 0.0;
        for (var part = 0; part < Shares.Count; part++) sum += _shares[part];
        return sum;
    }

    [InlineArray(Count)]
    private struct Shares
    {
        public const int Count = 9;
        private float _first;
    }
}
