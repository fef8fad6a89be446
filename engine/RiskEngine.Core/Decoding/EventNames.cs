using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Turns an event's names into symbols, all or none: a name that is badly formed never enters the vocabulary.</summary>
internal sealed class EventNames(Vocabulary vocabulary, LineFault fault)
{
    private const byte BadForm = 1;
    private const byte NoFamily = 2;
    private const byte Good = 3;

    private readonly NameVerdicts _kinds = new(vocabulary.Kinds, JudgeKind);
    private readonly NameVerdicts _sites = new(vocabulary.Sites, JudgeSite);

    /// <summary>Finds the symbols of kind and site, where they are known, and the family.</summary>
    public bool TryCheck(scoped in EventFields fields, out int kind, out int site, out EventFamily family)
    {
        vocabulary.Sources.PrefetchName(fields.SourcePlace);
        vocabulary.Sites.PrefetchName(fields.SitePlace);
        var verdict = _kinds.Of(fields.Kind, out kind);
        family = (EventFamily)(verdict - Good);
        site = SymbolTable.None;
        if (verdict == BadForm) return fault.Fail(RejectReason.BadField, "kind: must be lower-case segments (a-z, 0-9, '_', '-') joined by dots");
        if (verdict == NoFamily) return fault.Fail(RejectReason.UnknownFamily, "kind: must start with sensor, access, utility, flow or report");
        if (_sites.Of(fields.Site, out site) == Good) return true;
        return fault.Fail(RejectReason.BadField, "site: must be non-empty segments joined by '/', none at either end");
    }

    /// <summary>Gives symbols to the names that are new.</summary>
    public bool TryIntern(scoped in EventFields fields, ref int kind, ref int site, out int source, out int unit)
    {
        unit = SymbolTable.None;
        if (!vocabulary.Sources.TryIntern(fields.Source, out source)) return Full("sources");
        if (kind == SymbolTable.None && !vocabulary.Kinds.TryIntern(fields.Kind, out kind)) return Full("kinds");
        if (site == SymbolTable.None && !vocabulary.Sites.TryIntern(fields.Site, out site)) return Full("sites");
        return vocabulary.Units.TryIntern(fields.Unit, out unit) || Full("units");
    }

    private bool Full(string what) => fault.Fail(RejectReason.TooManySources, $"the task follows as many {what} as it may");

    private static byte JudgeKind(ReadOnlySpan<byte> kind)
    {
        if (!KindName.IsWellFormed(kind)) return BadForm;
        return KindName.TryGetFamily(kind, out var family) ? (byte)(Good + (int)family) : NoFamily;
    }

    private static byte JudgeSite(ReadOnlySpan<byte> site) => SiteName.IsWellFormed(site) ? Good : BadForm;
}
