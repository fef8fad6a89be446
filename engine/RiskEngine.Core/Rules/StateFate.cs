namespace RiskEngine.Core.Rules;

/// <summary>What becomes of the windows, memories and open alerts of a rule when rules are loaded anew.</summary>
public enum StateFate
{
    /// <summary>All stays: what the rule remembers is what it remembered before.</summary>
    Kept,

    /// <summary>Its window grew over panes that are kept: it holds what the shorter one held, and is complete one window later.</summary>
    Filling,

    /// <summary>What it remembers changed its meaning (other events, another key, another window): it starts empty. Open alerts stay, except where the key changed.</summary>
    Reset,
}
