using static RiskEngine.Rules.Diagnostics.DiagnosticSeverity;

namespace RiskEngine.Rules.Diagnostics;

/// <summary>Every code that a rule file can be given. <c>docs/rule-errors.md</c> has an example of each; a test holds the two equal.</summary>
public static class DiagnosticCodes
{
    /// <summary>The file or folder is missing or cannot be read.</summary>
    public static readonly DiagnosticCode Unreadable = new("RR001", Error, "file cannot be read");

    /// <summary>The file is larger than the limit.</summary>
    public static readonly DiagnosticCode TooLarge = new("RR002", Error, "file is too large");

    /// <summary>The file holds bytes that are not UTF-8 text.</summary>
    public static readonly DiagnosticCode NotText = new("RR003", Error, "file is not UTF-8 text");

    /// <summary>The text breaks the YAML syntax.</summary>
    public static readonly DiagnosticCode Syntax = new("RR004", Error, "YAML syntax");

    /// <summary>Too many levels or entries.</summary>
    public static readonly DiagnosticCode TooDeep = new("RR005", Error, "too many levels or entries");

    /// <summary>An anchor, alias, merge key or tag.</summary>
    public static readonly DiagnosticCode Alias = new("RR006", Error, "anchors, aliases and tags");

    /// <summary>The file holds no rule, or several.</summary>
    public static readonly DiagnosticCode OneRule = new("RR007", Error, "not exactly one rule in the file");

    /// <summary>A key that does not exist there.</summary>
    public static readonly DiagnosticCode UnknownKey = new("RR008", Error, "unknown key");

    /// <summary>A key that stands twice in one map.</summary>
    public static readonly DiagnosticCode DuplicateKey = new("RR009", Error, "duplicate key");

    /// <summary>A key that has to be there.</summary>
    public static readonly DiagnosticCode MissingKey = new("RR010", Error, "missing key");

    /// <summary>A map, a list, a text or nothing where something else belongs.</summary>
    public static readonly DiagnosticCode WrongShape = new("RR011", Error, "wrong kind of value");

    /// <summary>A text that is not a duration.</summary>
    public static readonly DiagnosticCode Duration = new("RR012", Error, "not a duration");

    /// <summary>A word that is not one of the allowed ones.</summary>
    public static readonly DiagnosticCode UnknownWord = new("RR013", Error, "not one of the allowed words");

    /// <summary>An id of another form than words joined by hyphens.</summary>
    public static readonly DiagnosticCode RuleId = new("RR014", Error, "malformed rule id");

    /// <summary>Two rules with one id.</summary>
    public static readonly DiagnosticCode DuplicateId = new("RR015", Error, "two rules with one id");

    /// <summary>A kind pattern that can match no event.</summary>
    public static readonly DiagnosticCode Kind = new("RR016", Error, "malformed event kind");

    /// <summary>A text that is not a number, or a number outside its bounds.</summary>
    public static readonly DiagnosticCode Number = new("RR017", Error, "not a number within the bounds");

    /// <summary>Something that a rule cannot be keyed by.</summary>
    public static readonly DiagnosticCode By = new("RR018", Error, "not something to evaluate by");

    /// <summary>Durations outside their bounds, or that do not go together.</summary>
    public static readonly DiagnosticCode DurationRange = new("RR019", Error, "duration outside its bounds");

    /// <summary>An expression that cannot be parsed.</summary>
    public static readonly DiagnosticCode Expression = new("RR020", Error, "malformed expression");

    /// <summary>An expression names something that does not exist.</summary>
    public static readonly DiagnosticCode UnknownName = new("RR021", Error, "unknown name in an expression");

    /// <summary>An expression whose types do not go together.</summary>
    public static readonly DiagnosticCode Types = new("RR022", Error, "types that do not go together");

    /// <summary>An expression that is too long, too deep or too costly.</summary>
    public static readonly DiagnosticCode Cost = new("RR023", Error, "expression over its limits");

    /// <summary>A measure that is not made of aggregates over one input.</summary>
    public static readonly DiagnosticCode Measure = new("RR024", Error, "malformed measure");

    /// <summary>A condition that is not a comparison of the measure.</summary>
    public static readonly DiagnosticCode Condition = new("RR025", Error, "malformed condition");

    /// <summary>Keys that exclude each other, or that another value makes meaningless.</summary>
    public static readonly DiagnosticCode Conflict = new("RR026", Error, "keys that exclude each other");

    /// <summary>A message that names something that does not exist, or with an open brace.</summary>
    public static readonly DiagnosticCode Template = new("RR027", Error, "malformed message");

    /// <summary>A test whose events cannot be understood.</summary>
    public static readonly DiagnosticCode TestEvents = new("RR029", Error, "malformed test events");

    /// <summary>A test whose expectation cannot be understood.</summary>
    public static readonly DiagnosticCode TestExpectation = new("RR030", Error, "malformed test expectation");

    /// <summary>Hours, days, time zone or holidays that cannot be understood.</summary>
    public static readonly DiagnosticCode Schedule = new("RR031", Error, "malformed schedule");

    /// <summary>A text that is longer than its limit, or a list with too many items.</summary>
    public static readonly DiagnosticCode TooLong = new("RR032", Error, "text or list is too long");

    /// <summary>Tests beside a rule that does not exist.</summary>
    public static readonly DiagnosticCode TestedRule = new("RR033", Error, "tests of an unknown rule");

    /// <summary>A correlation of rules that do not exist.</summary>
    public static readonly DiagnosticCode UnknownRule = new("RR034", Error, "correlation of an unknown rule");

    /// <summary>A model that does not exist.</summary>
    public static readonly DiagnosticCode UnknownModel = new("RR035", Error, "unknown model");

    /// <summary>Steps that make no sequence.</summary>
    public static readonly DiagnosticCode Steps = new("RR036", Error, "malformed sequence");

    /// <summary>The roster of expected sources cannot be read.</summary>
    public static readonly DiagnosticCode Roster = new("RR037", Error, "malformed roster of expected sources");

    /// <summary>A rule of another tool.</summary>
    public static readonly DiagnosticCode Foreign = new("RR040", Error, "rule of another tool");

    /// <summary>A table of limits that cannot be compared with.</summary>
    public static readonly DiagnosticCode Limits = new("RR041", Error, "malformed table of limits");

    /// <summary>A rule that no engine can evaluate live.</summary>
    public static readonly DiagnosticCode NotLive = new("RR042", Error, "rule that cannot run live");

    /// <summary>An alert that ends at the first better measurement.</summary>
    public static readonly DiagnosticCode NoClear = new("RR101", Warning, "no clear condition");

    /// <summary>A window that often holds no event.</summary>
    public static readonly DiagnosticCode ShortWindow = new("RR102", Warning, "window shorter than the reporting interval");

    /// <summary>A grade that another one always hides, or whose condition never holds.</summary>
    public static readonly DiagnosticCode UnreachableGrade = new("RR103", Warning, "grade that is never reached");

    /// <summary>Two rules that measure and grade the same.</summary>
    public static readonly DiagnosticCode SameRule = new("RR104", Warning, "two rules that always fire together");

    /// <summary>A message that names what this rule has no value for.</summary>
    public static readonly DiagnosticCode EmptyPlace = new("RR105", Warning, "message names what the rule lacks");

    /// <summary>Nobody to ask about the rule.</summary>
    public static readonly DiagnosticCode NoOwner = new("RR106", Warning, "rule without an owner");

    /// <summary>No test that fires, or none that must not.</summary>
    public static readonly DiagnosticCode Untested = new("RR107", Warning, "rule without a firing and a quiet test");

    /// <summary>An alert that is cleared while its grade still holds.</summary>
    public static readonly DiagnosticCode ClearOverlap = new("RR108", Warning, "clear condition overlaps a grade");

    /// <summary>A clear condition that no measurement fulfils.</summary>
    public static readonly DiagnosticCode ClearNever = new("RR109", Warning, "clear condition that never holds");

    /// <summary>A condition or value that is the same for every event.</summary>
    public static readonly DiagnosticCode Constant = new("RR110", Warning, "condition that never changes");

    /// <summary>A setting that changes nothing in this rule.</summary>
    public static readonly DiagnosticCode NoEffect = new("RR111", Warning, "setting without effect");

    /// <summary>A test whose events cannot reach the rule.</summary>
    public static readonly DiagnosticCode VacuousTest = new("RR112", Warning, "test that tests nothing");

    /// <summary>A text that ends before a '#'.</summary>
    public static readonly DiagnosticCode CutText = new("RR113", Warning, "text cut off by a comment");

    /// <summary>A grade that may fire although too little of the window is known to be sure.</summary>
    public static readonly DiagnosticCode PartialWindow = new("RR114", Warning, "grade of a window that is hardly known");

    /// <summary>A time that events of a kind which says only changes will not fill with readings.</summary>
    public static readonly DiagnosticCode OnlyChanges = new("RR115", Warning, "for of a kind that reports only changes");

    /// <summary>A text between quotes that are none to YAML.</summary>
    public static readonly DiagnosticCode TypographicQuotes = new("RR119", Warning, "text in typographic quotes");

    /// <summary>All codes, by number.</summary>
    public static IReadOnlyList<DiagnosticCode> All { get; } =
    [
        Unreadable, TooLarge, NotText, Syntax, TooDeep, Alias, OneRule, UnknownKey, DuplicateKey, MissingKey, WrongShape, Duration,
        UnknownWord, RuleId, DuplicateId, Kind, Number, By, DurationRange, Expression, UnknownName, Types, Cost, Measure, Condition,
        Conflict, Template, TestEvents, TestExpectation, Schedule, TooLong, TestedRule,
        UnknownRule, UnknownModel, Steps, Roster, Foreign, Limits, NotLive,
        NoClear, ShortWindow, UnreachableGrade, SameRule, EmptyPlace, NoOwner, Untested, ClearOverlap,
        ClearNever, Constant, NoEffect, VacuousTest, CutText, PartialWindow, OnlyChanges, TypographicQuotes,
    ];
}
