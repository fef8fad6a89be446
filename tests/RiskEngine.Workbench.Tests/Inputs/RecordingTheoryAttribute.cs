namespace RiskEngine.Workbench.Tests.Inputs;

/// <summary>A theory over the real recordings beside the project; skipped, saying so, where they are absent.</summary>
internal sealed class RecordingTheoryAttribute : TheoryAttribute
{
    public RecordingTheoryAttribute() => Skip = RecordingFactAttribute.WhyAbsent;
}
