using System.Globalization;
using System.Text;
using RiskEngine.Core.Ports;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Tests;

/// <summary>Writes the records of topics, as the engine and its desk would.</summary>
internal sealed class Story
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<(string Topic, int Partition), long> _next = [];
    private readonly Dictionary<string, int> _transitions = [];
    private readonly Dictionary<string, int> _numbers = [];
    private TimeSpan _now;

    public static ReadingTopics Topics { get; } = new("alerts", "state", "incidents", "places", "suppressed", "audit");

    /// <summary>Everything that was written, in the order in which it was.</summary>
    public List<LogRecord> Records { get; } = [];

    public static string Id(int number) => number.ToString("x24", CultureInfo.InvariantCulture);

    /// <summary>An alert rises, or changes its grade.</summary>
    public Story Fires(int alert, string grade, string site = "huaxi/c12/g01/b1", string rule = "gas-rising", string title = "Gas rises", string more = "")
    {
        var transition = Transition(alert);
        var json = Alert(alert, transition, "firing", grade, site, rule, title, more);
        Add(Topics.Alerts, Id(alert), json);
        Add(Topics.AlertState, Id(alert), json);
        return this;
    }

    /// <summary>An alert ends.</summary>
    public Story Ends(int alert, string grade, string site = "huaxi/c12/g01/b1", string rule = "gas-rising")
    {
        Add(Topics.Alerts, Id(alert), Alert(alert, Transition(alert), "resolved", grade, site, rule, "Gas rises", ""));
        Add(Topics.AlertState, Id(alert), null);
        return this;
    }

    /// <summary>An incident opens or changes.</summary>
    public Story Incident(int incident, string grade, int[] members, string area = "huaxi/c12", string? acknowledgedBy = null, bool isOpen = true)
    {
        var id = Id(incident);
        _numbers[id] = _numbers.GetValueOrDefault(id) + 1;
        var people = acknowledgedBy is null ? "" : $$""","acknowledged":{"by":"{{acknowledgedBy}}","at":"{{Now()}}"}""";
        var alerts = string.Join(',',
            members.Select(member => $$"""{"alert":"{{Id(member)}}","rule":"gas-rising","key":"k","grade":"{{grade}}","at":"{{Now()}}","state":"firing"}"""));
        Add(Topics.Incidents, id, $$"""
            {"id":"{{id}}","number":{{_numbers[id]}},"state":"{{(isOpen ? "open" : "resolved")}}","direction":"rise","grade":"{{grade}}","certainty":"likely",
            "area":"{{area}}","cause":"gas",
            "title":"Gas in {{area}}","message":"m","opened":"{{Time(TimeSpan.FromSeconds(incident))}}","at":"{{Now()}}",
            "open":{{members.Length}},"total":{{members.Length}},"members":[{{alerts}}],"notify":true{{people}}}
            """.ReplaceLineEndings(""));
        if (!isOpen) Add(Topics.Incidents, id, null);
        return this;
    }

    public Story Place(string area, double index, int sources = 10, int silent = 0, string more = "")
    {
        var number = _numbers[area] = _numbers.GetValueOrDefault(area) + 1;
        Add(Topics.Places, area, string.Create(CultureInfo.InvariantCulture, $$"""
            {"area":"{{area}}","level":"community","number":{{number}},"at":"{{Now()}}","index":{{index}},"open_alerts":0,"open_incidents":0,"incidents_90d":11,
            "coverage":{"sources":{{sources}},"silent":{{silent}},"share":{{(sources - silent) / (double)sources}},
            "blind":[{"risk":"gas-rising","because":"sources silent","sources":["gm-1"]}]}{{more}}}
            """).ReplaceLineEndings(""));
        return this;
    }

    public Story NoPlace(string area)
    {
        Add(Topics.Places, area, null);
        return this;
    }

    public Story Suppressed(int alert, string reason)
    {
        Add(Topics.Suppressed, "huaxi/c12", $$"""
            {"id":"{{Id(alert)}}-1","alert":"{{Id(alert)}}","transition":1,"reason":"{{reason}}","by":"x","rule":"gas-rising","key":"k",
            "area":"huaxi/c12","cause":"gas","state":"firing","grade":"blue","time":"{{Now()}}","at":"{{Now()}}"}
            """.ReplaceLineEndings(""));
        return this;
    }

    public Story Audit(string id, string action, string about, string more = "")
    {
        Add(Topics.Audit, about, $$"""{"id":"{{id}}","at":"{{Now()}}","action":"{{action}}","by":"li","about":"{{about}}","area":"huaxi/c12","outcome":"done"{{more}}}""");
        return this;
    }

    public Story Later(TimeSpan by)
    {
        _now += by;
        return this;
    }

    public void Add(string topic, string key, string? json)
    {
        // Records of one key lie in one partition, as Kafka has it.
        var partition = key.Sum(letter => letter) % 3;
        var offset = _next[(topic, partition)] = _next.GetValueOrDefault((topic, partition), -1) + 1;
        var value = json is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(json);
        var appended = (Start + _now + TimeSpan.FromSeconds(1)).ToUnixTimeMilliseconds();
        Records.Add(new LogRecord(topic, partition, offset, Encoding.UTF8.GetBytes(key), value) { AppendedUnixMillis = appended });
        _now += TimeSpan.FromSeconds(1);
    }

    /// <summary>A life of a town: alerts come, change and go, incidents gather them, places are told of.</summary>
    public static Story Random(int seed, int steps)
    {
        var random = new Random(seed);
        var story = new Story();
        string[] grades = ["blue", "yellow", "orange", "red"];
        var open = new List<int>();
        var next = 1;
        for (var step = 0; step < steps; step++)
        {
            var site = $"huaxi/c{random.Next(3)}/g{random.Next(3)}";
            switch (random.Next(8))
            {
                case <= 2:
                    open.Add(next);
                    story.Fires(next++, grades[random.Next(4)], SiteOf(next - 1), $"rule-{random.Next(3)}");
                    break;
                case 3 when open.Count > 0:
                    var one = open[random.Next(open.Count)];
                    story.Fires(one, grades[random.Next(4)], SiteOf(one));
                    break;
                case 4 when open.Count > 0:
                    var ended = open[random.Next(open.Count)];
                    open.Remove(ended);
                    story.Ends(ended, "blue", SiteOf(ended));
                    break;
                case 5 when open.Count > 0:
                    story.Incident(1_000_000 + random.Next(5), grades[random.Next(4)], [.. open.TakeLast(3)], "huaxi/c1", random.Next(2) == 0 ? "li" : null, random.Next(4) > 0);
                    break;
                case 6:
                    story.Place(site, random.Next(100));
                    break;
                default:
                    story.NoPlace(site).Suppressed(Math.Max(1, next - 1), "folded").Audit($"a-{step}", "comment", Id(Math.Max(1, next - 1)));
                    break;
            }
        }

        return story;

        static string SiteOf(int alert) => $"huaxi/c{alert % 3}/g{alert % 5}/b{alert % 7}";
    }

    private int Transition(int alert) => _transitions[Id(alert)] = _transitions.GetValueOrDefault(Id(alert)) + 1;

    private string Alert(int alert, int transition, string state, string grade, string site, string rule, string title, string more) => $$"""
        {"id":"{{Id(alert)}}-{{transition}}","alert":"{{Id(alert)}}","transition":{{transition}},"rule":"{{rule}}","rule_hash":"h","title":"{{title}}",
        "state":"{{state}}","grade":"{{grade}}",        "previous_grade":"none","direction":"rise","reason":"condition","key":"gm-{{alert}}","by":"source","source":"gm-{{alert}}",
        "site":"{{site}}","onset":"{{Now()}}",        "first_evidence":"{{Time(TimeSpan.FromSeconds(alert))}}","time":"{{Now()}}","measure":"avg(value)","value":5.5,"threshold":5,
        "window":{"count":6,"start":"{{Now()}}","end":"{{Now()}}"},
        "certainty":"likely","evidence":[],"message":"Gas at gm-{{alert}} 燃气","cap":{}{{more}}}
        """.ReplaceLineEndings("");

    private string Now() => Time(_now);

    private static string Time(TimeSpan at) => (Start + at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
