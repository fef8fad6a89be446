namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>A model bound to one row that changes in place, so that nothing is set up per row. Owned by one thread; whatever is asked leaves nothing behind.</summary>
internal sealed class BoundModel(FeatureRows rows, LiveRow live, Func<double> read)
{
    /// <summary>The model's own number for a row of features.</summary>
    public double Judge(ReadOnlySpan<float> features)
    {
        features.CopyTo(rows[0]);
        live.Advance();
        return read();
    }
}
