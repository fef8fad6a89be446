namespace RiskEngine.Desk.Tests.Model;

/// <summary>What can happen to a desk.</summary>
public enum DeskStepKind
{
    Fire,
    End,
    Again,
    Repeat,
    Wait,
    AcknowledgeIncident,
    AcknowledgeAlert,
    Shelve,
    Unshelve,
    Silence,
    Unsilence,
    CloseIncident,
}
