using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Alerts;

/// <summary>What the engine says in one language where a rule has no sentence of its own, and the words that it fills into sentences.</summary>
internal sealed class PlainSentences
{
    private static readonly Dictionary<string, PlainSentences> All = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = new()
        {
            Falling = MessageTemplate.Parse("Down from {{ previous_grade }} to {{ grade }}: {{ title }}, {{ place }}"),
            FallingTo = MessageTemplate.Parse("Down from {{ previous_grade }} to {{ grade }}: {{ title }}, {{ place }}, now {{ measure }} {{ unit }}"),
            Over = MessageTemplate.Parse("Over after {{ duration }}: {{ title }}, {{ place }}"),
            Silent = MessageTemplate.Parse("No data: {{ title }}, {{ place }}"),
            EndedBySilence = MessageTemplate.Parse("Ended after {{ duration }} for want of data: {{ title }}, {{ place }}"),
            Forgotten = MessageTemplate.Parse("Ended, because {{ key }} has been silent for too long to be remembered: {{ title }}"),
            Removed = MessageTemplate.Parse("Ended, because rule {{ rule }} was removed: {{ title }}, {{ place }}"),
            Flapping = MessageTemplate.Parse("Flapping, so it is held at {{ grade }} until it is steady: {{ title }}, {{ place }}"),
            Steady = MessageTemplate.Parse("No longer flapping, still {{ grade }}: {{ title }}, {{ place }}"),
            Again = "Again: ",
            Hours = "h", Minutes = "min", Seconds = "s", Unknown = "unknown", NoReason = "no reason known",
        },
        ["zh"] = new()
        {
            Falling = MessageTemplate.Parse("由{{ previous_grade }}降为{{ grade }}：{{ title }}，{{ place }}"),
            FallingTo = MessageTemplate.Parse("由{{ previous_grade }}降为{{ grade }}：{{ title }}，{{ place }}，现为 {{ measure }} {{ unit }}"),
            Over = MessageTemplate.Parse("已结束，历时 {{ duration }}：{{ title }}，{{ place }}"),
            Silent = MessageTemplate.Parse("无数据：{{ title }}，{{ place }}"),
            EndedBySilence = MessageTemplate.Parse("因无数据而结束，历时 {{ duration }}：{{ title }}，{{ place }}"),
            Forgotten = MessageTemplate.Parse("{{ key }} 长时间无数据，已结束：{{ title }}"),
            Removed = MessageTemplate.Parse("规则 {{ rule }} 已删除，告警结束：{{ title }}，{{ place }}"),
            Flapping = MessageTemplate.Parse("反复变化，稳定之前保持{{ grade }}：{{ title }}，{{ place }}"),
            Steady = MessageTemplate.Parse("不再反复变化，仍为{{ grade }}：{{ title }}，{{ place }}"),
            Again = "再次发生：",
            Hours = "小时", Minutes = "分", Seconds = "秒", Unknown = "未知", NoReason = "原因不明",
            Grades = ["无", "蓝色", "黄色", "橙色", "红色"],
        },
    };

    /// <summary>The English ones.</summary>
    public static PlainSentences English => All["en"];

    public required MessageTemplate Falling { get; init; }

    public required MessageTemplate FallingTo { get; init; }

    public required MessageTemplate Over { get; init; }

    public required MessageTemplate Silent { get; init; }

    public required MessageTemplate EndedBySilence { get; init; }

    public required MessageTemplate Forgotten { get; init; }

    public required MessageTemplate Removed { get; init; }

    public required MessageTemplate Flapping { get; init; }

    public required MessageTemplate Steady { get; init; }

    /// <summary>Stands before the sentence of an alert that had ended and goes on.</summary>
    public required string Again { get; init; }

    public required string Hours { get; init; }

    public required string Minutes { get; init; }

    public required string Seconds { get; init; }

    /// <summary>Stands for a number that is not known.</summary>
    public required string Unknown { get; init; }

    /// <summary>Stands for the reason of a model that gives none.</summary>
    public required string NoReason { get; init; }

    private string[] Grades { get; init; } = ["none", "blue", "yellow", "orange", "red"];

    /// <summary>Those of a language, or of the one that it is a variety of (<c>zh-Hans</c>, <c>en-GB</c>); null where the engine does not know it.</summary>
    public static PlainSentences? In(string language) => All.GetValueOrDefault(language)
        ?? (language.IndexOf('-', StringComparison.Ordinal) is > 0 and var end ? All.GetValueOrDefault(language[..end]) : null);

    /// <summary>A grade in words.</summary>
    public string NameOf(Grade grade) => Grades[(int)grade];
}
