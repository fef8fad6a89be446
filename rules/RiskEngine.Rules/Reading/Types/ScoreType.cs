using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>score</c> and <c>baseline</c>: a model's judgement of each key's series.</summary>
internal static class ScoreType
{
    public static readonly RuleType Score =
        new("score", "Compares a model's anomaly score, between 0 and 1.", ModelKeys.Score, static (detect, scores) => Read(detect, scores, isBaseline: false));

    public static readonly RuleType Baseline =
        new("baseline", "Compares the distance from what a model expects, in half widths of its normal band.", ModelKeys.Baseline,
            static (detect, scores) => Read(detect, scores, isBaseline: true));

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores, bool isBaseline)
    {
        var over = ReadOver(detect, scores);
        var inputs = detect.Has(ModelKeys.Window) ? over is null ? null : [] : isBaseline ? OneInput(detect, scores) : ReadInputs(detect, scores);
        var model = InZone(detect, WithSeasonality(detect, FindModel(detect, scores.Models)));
        var learns = detect.Has(ModelKeys.Learn) ? detect.Switch(ModelKeys.Learn) : true;
        var most = detect.Has(ModelKeys.FalseAlarmsPerWeek) ? detect.Number(ModelKeys.FalseAlarmsPerWeek) : null;
        if (most is null && detect.Has(ModelKeys.FalseAlarmsPerWeek)) return null;
        if (inputs is null || model is null || learns is not { } learnWhileOpen) return null;
        var detection = new ScoreDetection { Model = model, Inputs = inputs, Over = over, IsBaseline = isBaseline, LearnWhileOpen = learnWhileOpen, FalseAlarmsPerWeek = most };
        if (model.Refuses(detection.Channels) is { } reason)
        {
            detect.Report.Add(DiagnosticCodes.UnknownModel, detect.PlaceOf(detect.Has(ModelKeys.Model) ? ModelKeys.Model : DetectKeys.Type), reason, "or name another model");
            return null;
        }

        return new ReadDetection(_ => detection, isBaseline || most is not null ? Finding.Range : NumberSet.Of(new Interval(0, true, 1, true)))
        {
            Meaning = $"{detection.Type} {detection.Measure}{(over is null ? "" : $" of {over.Value.Text}")} "
                + $"{model.Version} {model.ParameterHash} {(learnWhileOpen ? "learning" : "resting")} while open",
            Window = over?.Window.Size,
            ForReadings = 2,
        };
    }

    /// <summary>The window whose aggregate is judged; null where there is none, or a fault.</summary>
    private static MetricDetection? ReadOver(MapReader detect, ScoreCalls scores)
    {
        if (!detect.Has(ModelKeys.Window))
        {
            RegisterReader.Read(detect, []);
            return null;
        }

        if (detect.Has(ModelKeys.Inputs))
        {
            detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(ModelKeys.Inputs),
                "inputs are numbers of single events, and window asks for an aggregate", "write measure: sum(value) instead of inputs, or delete window");
            return null;
        }

        var spec = WindowReader.Read(detect);
        if (spec is { Every: null } sliding)
        {
            var hopping = $"{{size: {Durations.Write(sliding.Size)}, every: {Durations.Write(sliding.Size)}}}";
            detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(ModelKeys.Window), "a model judges windows by the clock, "
                + "so that what it learns from comes at even times, and this one has no every", $"write window: {hopping}, or another every");
        }

        if (!detect.Has(ModelKeys.Measure) || detect.Scalar(ModelKeys.Measure) is not { } scalar)
        {
            detect.Report.AddMissing(detect.PlaceOf(ModelKeys.Window), "measure is missing: the aggregate over the window", "add measure: sum(value), or another aggregate");
            return null;
        }

        var measure = MeasureReader.Read(new ExpressionText(detect.PathOf(ModelKeys.Measure), scalar, detect.Report, scores));
        var register = RegisterReader.Read(detect, measure?.Aggregates);
        if (measure is null || register is null || spec is not { Every: not null } window) return null;
        return new MetricDetection
        {
            Text = $"{measure.Text} over {WindowReader.Write(window)}{RegisterReader.Write(register)}",
            Value = measure.Value,
            Window = window,
            Aggregates = measure.Aggregates,
            Combine = measure.Combine,
            Register = register,
        };
    }

    private static List<EventNumber>? OneInput(MapReader detect, ScoreCalls scores) => EventInput.Number(detect, ModelKeys.Measure, scores) is { } value ? [value] : null;

    private static List<EventNumber>? ReadInputs(MapReader detect, ScoreCalls scores)
    {
        if (!detect.Has(ModelKeys.Inputs)) return OneInput(detect, scores);
        if (detect.Has(ModelKeys.Measure))
        {
            detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(ModelKeys.Measure), "measure and inputs stand side by side", "keep one of the two");
            return null;
        }

        var inputs = new List<EventNumber>();
        var scalars = detect.Scalars(ModelKeys.Inputs, DetectKeys.EventNumber, 64);
        foreach (var scalar in scalars)
        {
            if (RuleExpressions.Number(new ExpressionText(detect.PathOf(ModelKeys.Inputs), scalar, detect.Report, scores)) is { } input) inputs.Add(input);
        }

        return inputs.Count == scalars.Count && inputs.Count > 0 ? inputs : null;
    }

    /// <summary>The model told which rhythm to go by; null where it takes no such advice.</summary>
    private static IModel? WithSeasonality(MapReader detect, IModel? model)
    {
        if (!detect.Has(ModelKeys.Seasonality)) return model;
        Seasonality? asked = detect.Word(ModelKeys.Seasonality) switch
        {
            "learned" => Seasonality.Learned,
            "none" => Seasonality.None,
            "daily" => Seasonality.Daily,
            "weekly" => Seasonality.Weekly,
            _ => null,
        };
        if (model is null || asked is not { } seasonality) return null;
        if (seasonality == Seasonality.Learned) return model;
        if (model.With(seasonality) is { } advised) return advised;
        detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(ModelKeys.Seasonality),
            $"model {model.Name} finds its rhythms by itself and takes no seasonality", "delete the line, or write model: auto");
        return null;
    }

    /// <summary>The model told in which zone its days begin; null where it knows no days.</summary>
    private static IModel? InZone(MapReader detect, IModel? model)
    {
        if (!detect.Has(ModelKeys.TimeZone)) return model;
        if (ZoneReader.Read(detect, ModelKeys.TimeZone) is not { } zone || model is null) return null;
        if (model.With(zone) is { } local) return local;
        detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(ModelKeys.TimeZone),
            $"model {model.Name} does not go by the clock and takes no time_zone", "delete the line, or write model: auto");
        return null;
    }

    private static IModel? FindModel(MapReader detect, IReadOnlyList<IModel> models)
    {
        var scalar = detect.Has(ModelKeys.Model) ? detect.Scalar(ModelKeys.Model) : null;
        if (scalar is null && detect.Has(ModelKeys.Model)) return null;
        var name = scalar?.Value ?? ModelKeys.Model.Default;
        if (models.FirstOrDefault(model => model.Name == name) is { } found) return found;
        var names = models.Select(model => model.Name).ToArray();
        detect.Report.Add(DiagnosticCodes.UnknownModel, scalar?.Span ?? detect.PlaceOf(DetectKeys.Type), $"there is no model {Quote.Of(name ?? "")}",
            names.Length == 0 ? "this engine has no models; use another rule type" : $"models are {Quote.List(names)}; left out it is {ModelKeys.Model.Default}");
        return null;
    }
}
