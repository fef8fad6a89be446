namespace RiskEngine.Workbench.Backtesting;

/// <summary>Which part of an incident an alert has to meet.</summary>
public enum MatchFrom
{
    /// <summary>From its start to its end; the delay counts from the start.</summary>
    Span,

    /// <summary>Its start alone.</summary>
    Start,

    /// <summary>Its end alone, for what follows an incident; the delay counts from the end.</summary>
    End,
}
