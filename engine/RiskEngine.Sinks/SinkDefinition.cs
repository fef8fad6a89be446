using RiskEngine.Core.Rules;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Notices;
using RiskEngine.Sinks.Settings;

namespace RiskEngine.Sinks;

/// <summary>A sink as it is set up: its type, what it wants, and how it is made.</summary>
public sealed class SinkDefinition
{
    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly string _path;

    private SinkDefinition(string path, IReadOnlyDictionary<string, string> values, SinkType type, SinkPlan plan) => (_path, _values, Type, Plan) = (path, values, type, plan);

    /// <summary>Its type.</summary>
    public SinkType Type { get; }

    /// <summary>What it wants, and how it sends.</summary>
    public SinkPlan Plan { get; }

    /// <summary>Reads and checks the settings of a sink.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">Where its settings stand, e.g. <c>RiskEngine:Sinks:desk</c>.</param>
    /// <param name="values">Keys below it, and values.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>Null where something is.</returns>
    public static SinkDefinition? Read(string name, string path, IReadOnlyDictionary<string, string> values, ICollection<string> faults)
    {
        var settings = new SinkSettings(path, values);
        var isName = name.Length <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
        if (!isName) settings.Refuse("", $"is named '{name}'; take letters, digits, - and _, at most 64");
        var word = settings.Required("Type", $"one of {string.Join(", ", SinkTypes.All.Select(type => type.Name))}");

        // Variables come in capitals: the sink, and its consumer group, are the same.
        var plan = ReadPlan(name.ToLowerInvariant(), settings);
        var found = SinkTypes.All.FirstOrDefault(type => string.Equals(type.Name, word, StringComparison.OrdinalIgnoreCase));
        if (found is null && word.Length > 0) settings.Refuse("Type", $"is '{word}'; write one of {string.Join(", ", SinkTypes.All.Select(type => type.Name))}");

        // Made once, because only the sink knows its settings; nothing is connected.
        _ = found?.Create(settings, TimeProvider.System)?.DisposeAsync().AsTask();
        if (found is not null) settings.RefuseUnknown();
        foreach (var fault in settings.Faults) faults.Add(fault);
        return found is null || settings.Faults.Count > 0 ? null : new SinkDefinition(path, values, found, plan);
    }

    /// <summary>The settings that every sink has.</summary>
    public static IReadOnlyList<SettingEntry> CommonSettings()
    {
        var settings = new SinkSettings("", new Dictionary<string, string>());
        settings.Required("Type", $"one of {string.Join(", ", SinkTypes.All.Select(type => $"`{type.Name}`"))}");
        ReadPlan("", settings);
        return settings.Entries;
    }

    /// <summary>The settings of a type.</summary>
    public static IReadOnlyList<SettingEntry> SettingsOf(SinkType type)
    {
        var settings = new SinkSettings("", new Dictionary<string, string>());
        type.Create(settings, TimeProvider.System);
        return settings.Entries;
    }

    /// <summary>Makes the sink.</summary>
    /// <exception cref="InvalidOperationException">What it needs was there when its settings were checked, and is not now.</exception>
    public ISink Create(TimeProvider time)
    {
        var settings = new SinkSettings(_path, _values);
        return Type.Create(settings, time) ?? throw new InvalidOperationException(string.Join("; ", settings.Faults));
    }

    private static SinkPlan ReadPlan(string name, SinkSettings settings)
    {
        var of = settings.Choice("Of", NoticeKind.Incidents, "what it is told of");
        var least = settings.Choice("Grade", Grade.Blue, "the least grade that it is told of; of what it was told of once it hears to the end");
        var areas = settings.List("Areas", "areas that it is told of, with all below them: `huaxi/c12,huaxi/c13`");
        var matchers = new List<LabelMatcher>();
        foreach (var text in settings.List("Match", "conditions that all hold, on labels of the rules or on `area`, `rule`, `key`, `cause`, `grade`, `direction`, `certainty`: "
            + "`team=gas`, `rule!=x`, `cause=~gas\\|fire`, `area!~.*/test/.*`"))
        {
            if (LabelMatcher.Read(text, out var fault) is { } matcher) matchers.Add(matcher);
            else settings.Refuse("Match", fault);
        }

        var drills = settings.Choice("Drills", DrillChoice.Include, "what it does with rehearsals, which are marked as such");
        var withPicture = settings.Flag("Picture", false, "whether it also hears what people need not be told");
        var urgent = settings.Choice("Urgent", Grade.Orange, "the least grade that does not wait for others (`Gather`)");
        var policy = new DeliveryPolicy();
        policy = policy with
        {
            Gather = settings.Span("Gather", policy.Gather, TimeSpan.Zero, TimeSpan.FromHours(24),
                "how long the first notice of a batch waits for others, as for a digest by mail"),
            BatchSize = settings.Number("BatchSize", policy.BatchSize, 1, 10_000, "most notices of a batch"),
            RetryFirst = settings.Span("RetryFirst", policy.RetryFirst, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1),
                "the wait before the second attempt; doubles with each, with jitter"),
            RetryAtMost = settings.Span("RetryAtMost", policy.RetryAtMost, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(24), "the longest wait"),
            GiveUpAfter = settings.Span("GiveUpAfter", policy.GiveUpAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30),
                "how long a batch is tried before what is left of it becomes dead letters"),
        };
        if (policy.RetryAtMost < policy.RetryFirst) settings.Refuse("RetryAtMost", "must be at least RetryFirst");
        if (least == Grade.None) settings.Refuse("Grade", "is 'none'; write blue, yellow, orange or red");
        return new SinkPlan
        {
            Name = name,
            Of = of,
            Filter = new NoticeFilter(least, areas, matchers, drills, withPicture),
            Urgent = urgent,
            Policy = policy,
            FromStart = settings.Flag("FromStart", false, "whether a sink that is new begins with what the topic holds already"),
        };
    }
}
