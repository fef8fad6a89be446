namespace RiskEngine.Core.Decoding;

/// <summary>The mappings in force. Tasks take up other ones with their next batch.</summary>
/// <param name="first">Those of the start.</param>
public sealed class ActiveInputs(IInputs first)
{
    private volatile IInputs _current = first;

    /// <summary>The mappings in force.</summary>
    public IInputs Current => _current;

    /// <summary>Puts other mappings in force, all at once.</summary>
    public void Replace(IInputs next) => _current = next;
}
