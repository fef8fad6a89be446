namespace RiskEngine.Host.Options;

/// <summary>The configuration is wrong; carries every fault at once, each naming its key.</summary>
public sealed class OptionsException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    /// <summary>All faults.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
