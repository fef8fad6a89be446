namespace RiskEngine.Rules.Yaml;

/// <summary>The ways to write a scalar.</summary>
internal enum YamlScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Block,
}
