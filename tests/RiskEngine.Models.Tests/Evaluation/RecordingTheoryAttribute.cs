using Xunit;

namespace RiskEngine.Models.Tests.Evaluation;

/// <summary>A theory that needs a folder of labelled recordings; skipped, saying so, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingTheoryAttribute : TheoryAttribute
{
    public RecordingTheoryAttribute(string folder)
    {
        if (Recordings.Folder(folder) is null) Skip = $"../shared/data/{folder} is absent: nothing to measure on";
    }
}
