using RiskEngine.Core.Decoding;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Secrets;
using RiskEngine.Kafka;
using RiskEngine.Redis;
using RiskEngine.Sinks;

namespace RiskEngine.Service.Options;

/// <summary>Everything that the service is configured by: <c>appsettings.json</c>, then <c>RISKENGINE__…</c> variables, then flags. Immutable.</summary>
public sealed partial record EngineOptions
{
    /// <summary>The configuration of Redis that keeps checkpoints in memory.</summary>
    private const string InMemory = "memory";

    /// <summary>Kafka.</summary>
    public required KafkaOptions Kafka { get; init; }

    /// <summary>Redis, or a store inside this process; null keeps checkpoints in memory.</summary>
    public RedisOptions? Redis { get; init; }

    /// <summary>Folder of the rules.</summary>
    public required string RulesPath { get; init; }

    /// <summary>Folder of the mappings of topics that are not written in the event contract; null where all are.</summary>
    public string? InputsFolder { get; init; }

    /// <summary>Names of the levels of a site path, outermost first.</summary>
    public required IReadOnlyList<string> AreaLevels { get; init; }

    /// <summary>The level of the site path whose signals lie in one partition, as given; null for the first.</summary>
    public string? SignalLevelName { get; init; }

    /// <summary>The level of the site path whose signals lie in one partition.</summary>
    public string SignalLevel => SignalLevelName ?? AreaLevels.FirstOrDefault() ?? "";

    /// <summary>How many segments of the site path that level has; 0 where there is no such level.</summary>
    public int SignalDepth => AreaLevels.ToList().IndexOf(SignalLevel) + 1;

    /// <summary>How long rules over several partitions wait for one of which nothing is heard.</summary>
    public required TimeSpan SignalPatience { get; init; }

    /// <summary>How far a partition that catches up may be ahead of the slowest, in event time.</summary>
    public required TimeSpan SignalDrift { get; init; }

    /// <summary>The file that says what becomes of alerts before people hear of them; null where there is no desk.</summary>
    public string? DeskFile { get; init; }

    /// <summary>The level of the site path whose areas one task of the desk owns.</summary>
    public required string DeskLevel { get; init; }

    /// <summary>How many segments of the site path that level has; 0 where there is no such level.</summary>
    public int DeskDepth => AreaLevels.ToList().IndexOf(DeskLevel) + 1;

    /// <summary>Folder with models of the site's own; null for the shipped ones only.</summary>
    public string? ModelCatalog { get; init; }

    /// <summary>File of holidays and working weekends, which seasonal profiles forecast as Sundays and weekdays; null for none.</summary>
    public string? ModelHolidays { get; init; }

    /// <summary>The zone in which hours and days of models begin; null for UTC.</summary>
    public string? ModelTimeZone { get; init; }

    /// <summary>Start file that series without a state of their own start from; null lets them start knowing nothing.</summary>
    public string? ModelStart { get; init; }

    /// <summary>For how long a device must have spoken regularly before its silence is an alert about its site; null for never.</summary>
    public TimeSpan? BlindAfter { get; init; }

    /// <summary>How long after the newest event of its partition an event may still come, by kind.</summary>
    public required ByKind<TimeSpan> Lateness { get; init; }

    /// <summary>How far behind the newest event of its source an event may be, by kind.</summary>
    public required ByKind<TimeSpan> Disorder { get; init; }

    /// <summary>How long after a delivery of an event further ones do not count, by kind; zero where all do.</summary>
    public required ByKind<TimeSpan> Deduplicate { get; init; }

    /// <summary>Silence after which a partition's clock ticks by itself.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>Most sources one task follows.</summary>
    public required int MaxSources { get; init; }

    /// <summary>Silence, in event time, after which all state of a key is forgotten.</summary>
    public required TimeSpan ForgetSilentAfter { get; init; }

    /// <summary>Limits of the decoder.</summary>
    public required EventDecoderOptions Decoding { get; init; }

    /// <summary>Secret that pseudonyms are made with; null generates one for this run, with a warning.</summary>
    public byte[]? PseudonymKey { get; init; }

    /// <summary>Name of that key, shown in pseudonyms.</summary>
    public required string PseudonymKeyId { get; init; }

    /// <summary>Time between checkpoints.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>
    /// Bytes of checkpoints that all tasks together write per second; where their state is larger, they take them less often than
    /// <see cref="CheckpointInterval"/> says.
    /// </summary>
    public required int CheckpointBytesPerSecond { get; init; }

    /// <summary>How long a task reads on while its checkpoint cannot be stored.</summary>
    public required TimeSpan MaxUnsaved { get; init; }

    /// <summary>How much event time is replayed at most where state is lost; zero replays nothing.</summary>
    public required TimeSpan RebuildAtMost { get; init; }

    /// <summary>Where health and metrics are served, e.g. <c>http://127.0.0.1:8080</c>.</summary>
    public required string HttpUrl { get; init; }

    /// <summary>Secret that a request which changes something must carry; null allows such requests from this machine only.</summary>
    public string? HttpToken { get; init; }

    /// <summary>Whether this instance reads what all of them say, for its API and page.</summary>
    public required bool ReadsPicture { get; init; }

    /// <summary>Folder of the history; null for a temporary one.</summary>
    public string? ReadingFolder { get; init; }

    /// <summary>How long the history keeps what is over.</summary>
    public required TimeSpan ReadingRetention { get; init; }

    /// <summary>How long a stop may take, whatever Kafka and Redis do.</summary>
    public required TimeSpan StopWithin { get; init; }

    /// <summary>How people outside are told; none by default.</summary>
    public IReadOnlyList<SinkDefinition> Sinks { get; init; } = [];

    /// <summary>The secrets among these options, for whoever writes or shows a text.</summary>
    public KnownSecrets Secrets { get; private init; } = KnownSecrets.None;

    private IEnumerable<string> Faults()
    {
        foreach (var fault in Kafka.Validate()) yield return $"RiskEngine:{fault}";
        foreach (var fault in Redis?.Validate() ?? []) yield return $"RiskEngine:{fault}";
        foreach (var fault in Decoding.Validate()) yield return $"RiskEngine:Events: {fault}";
        foreach (var fault in PseudonymKey is null ? [] : PseudonymKeys.Validate(PseudonymKeyId, PseudonymKey, []))
        {
            yield return $"RiskEngine:Privacy:PseudonymKey, PseudonymKeyId: {fault}";
        }

        if (MaxUnsaved < CheckpointInterval) yield return "RiskEngine:Checkpoints:MaxUnsaved must be at least Checkpoints:Interval";
        if (Kafka.AlertLanguage.Length is < 2 or > 35 || !Kafka.AlertLanguage.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            yield return $"RiskEngine:Alerts:Language is '{Kafka.AlertLanguage}', which is no tag of a language; write e.g. en, zh or pt-BR";
        if (AreaLevels.Count == 0) yield return "RiskEngine:Rules:AreaLevels names no level";
        if (SignalDepth == 0) yield return $"RiskEngine:Signals:AreaLevel is '{SignalLevelName}'; write one of {string.Join(", ", AreaLevels)}";
        if (DeskFile is not null && DeskDepth == 0) yield return $"RiskEngine:Desk:AreaLevel is '{DeskLevel}'; write one of {string.Join(", ", AreaLevels)}";
        if (ModelTimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            yield return $"RiskEngine:Models:TimeZone is '{zone}', which is no time zone that is known here; write e.g. Asia/Shanghai";
        if (!IsPlainHttp(HttpUrl))
        {
            yield return $"RiskEngine:Http:Url is '{SecretMask.Connection(HttpUrl)}'; write e.g. http://127.0.0.1:8080 (port 0 takes a free one), and nothing more";
        }

        if (HttpToken is not null && FaultOfToken(HttpToken) is { } weak) yield return $"RiskEngine:Http:Token {weak}";
    }

    /// <summary>What is wrong with a token; null where nothing is.</summary>
    private static string? FaultOfToken(string token)
    {
        if (token.Length < 16) return "is shorter than 16 characters; take e.g. the output of: openssl rand -hex 32";
        return token.All(character => character is > ' ' and <= '~') ? null : "has a character that no HTTP header carries; take letters and digits";
    }

    /// <summary>Whether an address is scheme, host and port: with a user or a query in it the server would listen on all addresses of the machine.</summary>
    private static bool IsPlainHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp
        && url.UserInfo.Length == 0 && url.PathAndQuery == "/" && url.Fragment.Length == 0;

    /// <summary>Some of the options, without secrets; one that is added later is shown only once somebody has decided so.</summary>
    public override string ToString() =>
        $"EngineOptions {{ Kafka = {Kafka}, Redis = {Redis}, RulesPath = {RulesPath}, HttpUrl = {SecretMask.Connection(HttpUrl)} }}";
}
