using RiskEngine.Core.Secrets;

namespace RiskEngine.Service.Options;

/// <summary>The configuration is wrong; carries every fault at once, each naming its key and none a secret.</summary>
public sealed class OptionsException(IReadOnlyList<string> faults) : Exception(SecretMask.Text(string.Join('\n', faults)))
{
    /// <summary>All faults.</summary>
    public IReadOnlyList<string> Faults { get; } = [.. faults.Select(SecretMask.Text)];
}
