using RiskEngine.Rules.Schema;

namespace RiskEngine.Rules.Inputs;

/// <summary>The JSON Schema (draft 07) of mapping files, made from the same key table that the parser walks.</summary>
public static class InputSchema
{
    /// <summary>The schema's text, ended by a line feed.</summary>
    public static string Write() =>
        RuleSchema.Write(InputKeys.Mapping, "RiskEngine mapping", "One mapping: what the records of some topics mean. The manual is docs/inputs.md.", []);
}
