namespace RiskEngine.Core.Tasks;

/// <summary>What a store does with a step that arrives.</summary>
public enum SaveVerdict
{
    /// <summary>The owner has lost the task, or the store has lost a step before this one: nothing changes, and the owner must stop.</summary>
    Refused,

    /// <summary>The owner has stored a later step already; this one was held up on the way: nothing changes, and all is well.</summary>
    Outdated,

    /// <summary>It is stored, or stored again with the same values.</summary>
    Stored,
}
