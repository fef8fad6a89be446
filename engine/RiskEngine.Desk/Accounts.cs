using RiskEngine.Core.Desk;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk;

/// <summary>Accounts for every transition: in the ledger, and, where people are not told, in a record that says why.</summary>
internal sealed class Accounts(DeskBooks books, SuppressedJson json)
{
    /// <summary>Accounts for a transition that had been taken in before.</summary>
    public void AddDuplicate(in TakenAlert taken, DeskAlert alert)
    {
        var ledger = books.Tally.Ledger;
        books.Tally.Ledger = ledger with { Duplicates = ledger.Duplicates + 1 };
        Suppress(taken, alert.Rule.Cause, SuppressedJson.Duplicate, null, null);
    }

    /// <summary>Accounts for a transition of an alert that is not kept.</summary>
    public void Add(in TakenAlert taken, DeskOutcome outcome, string? why)
    {
        Count(outcome);
        var cause = CausePolicy.Of(taken.Facts.Rule, taken.Facts.Labels, books.Policy.Causes);
        if (outcome != DeskOutcome.Notified) Suppress(taken, cause, Name(outcome), null, why);
    }

    /// <summary>Accounts for a transition of an alert.</summary>
    public void Add(in TakenAlert taken, DeskAlert alert, DeskOutcome outcome)
    {
        Count(outcome);
        if (outcome != DeskOutcome.Notified) Suppress(taken, alert.Rule.Cause, Name(outcome), By(alert), Why(alert));
    }

    private void Count(DeskOutcome outcome)
    {
        var ledger = books.Tally.Ledger;
        ledger = ledger with { TakenIn = ledger.TakenIn + 1 };
        books.Tally.Ledger = outcome switch
        {
            DeskOutcome.Notified => ledger with { Notified = ledger.Notified + 1 },
            DeskOutcome.Folded => ledger with { Folded = ledger.Folded + 1 },
            DeskOutcome.Silenced => ledger with { Silenced = ledger.Silenced + 1 },
            DeskOutcome.Shelved => ledger with { Shelved = ledger.Shelved + 1 },
            DeskOutcome.Inhibited => ledger with { Inhibited = ledger.Inhibited + 1 },
            _ => ledger with { Budgeted = ledger.Budgeted + 1 },
        };
        books.MarkTally();
    }

    private void Suppress(in TakenAlert taken, string cause, string reason, string? by, string? why) =>
        books.Records.Add(json.Write(taken, books.AreaOf(taken.Place), cause, books.Now, reason, by, why));

    private static string? By(DeskAlert alert) => alert.Holder switch
    {
        DeskSilence silence => silence.Policy.Id,
        Shelf shelf => shelf.By,
        DeskAlert source => source.Id.ToString(),
        _ => alert.Incident?.Id,
    };

    private static string? Why(DeskAlert alert) => alert.Holder switch
    {
        DeskSilence silence => silence.Policy.Why,
        Shelf shelf => shelf.Why,
        DeskAlert source => $"explained by {source.Rule.Facts.Rule} at {source.Key}",
        _ => alert.ClosedAt != Core.Rules.Grade.None ? "somebody closed its incident" : null,
    };

    private static string Name(DeskOutcome outcome) => outcome switch
    {
        DeskOutcome.Folded => "folded",
        DeskOutcome.Silenced => "silenced",
        DeskOutcome.Shelved => "shelved",
        DeskOutcome.Inhibited => "inhibited",
        _ => "budgeted",
    };
}
