using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Meters;

/// <summary>What a main meter counts and the meters below it do not, smoothed, against what is usually missing.</summary>
/// <remarks>A steady loss is learned as usual; a new one is not. About 70 bytes.</remarks>
internal struct Imbalance
{
    private const double Span = 12;
    private const double Memory = 2000;
    private const int Least = 100;
    private const double FarthestLearned = 4;
    private const double MeterError = 0.005;
    private RunningMean _usual, _deviation, _use;

    /// <summary>The missing use per hour, smoothed over twelve rows.</summary>
    public double Missing { get; private set; }

    /// <summary>The missing use per hour that is usual.</summary>
    public readonly double Usual => _usual.Value;

    /// <summary>How far it lies from what is usual, in mean deviations; 0 while too little is known.</summary>
    public double Far { get; private set; }

    /// <summary>Takes in the use of the main meter and the sum of those below.</summary>
    public void Observe(double main, double below)
    {
        Missing += (main - below - Missing) / (_usual.Count == 0 ? 1 : Span);
        _use.Add(main, 1 / Memory);
        Far = _usual.Count < Least ? 0 : Math.Abs(Missing - _usual.Value) / Width();
    }

    /// <summary>Learns the last imbalance, at a share of the usual pace.</summary>
    public void Learn(double pace)
    {
        var room = FarthestLearned * Width();
        var missing = _usual.Count < Least ? Missing : Math.Clamp(Missing, _usual.Value - room, _usual.Value + room);
        if (_usual.Count > 0) _deviation.Add(Math.Abs(missing - _usual.Value), pace / Memory);
        _usual.Add(missing, pace / Memory);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(Missing);
        writer.Double(Far);
        _usual.Save(writer);
        _use.Save(writer);
        _deviation.Save(writer);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        Missing = reader.Double();
        Far = reader.Double();
        _usual.Restore(ref reader);
        _use.Restore(ref reader);
        _deviation.Restore(ref reader);
    }

    private readonly double Width() => Math.Max(_deviation.Value, (MeterError * _use.Value) + 1e-9);
}
