namespace RiskEngine.Simulator.Communities;

/// <summary>The randomness of one device: seeded, so the same seed gives the same community to the byte.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Evenly spread in <c>[from, to)</c>.</summary>
    public double Between(double from, double to) => from + (_random.NextDouble() * (to - from));

    /// <summary>An integer in <c>[0, count)</c>.</summary>
    public int Below(int count) => _random.Next(count);

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>Normally distributed around 0 (Box and Muller, 1958).</summary>
    public double Noise(double deviation) =>
        deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Exponentially distributed with this mean.</summary>
    public double Waiting(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    /// <summary>Draws a seed for dice of their own, so that one device's draws never shift another's.</summary>
    public static int SeedFor(int seed, int index) => (int)(((uint)seed * 2654435761u) ^ ((uint)index * 2246822519u)) & int.MaxValue;
}
