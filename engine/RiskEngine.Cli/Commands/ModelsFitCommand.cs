using System.CommandLine;
using System.Globalization;
using Confluent.Kafka;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.Scoring;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Cli.Commands;

/// <summary><c>models fit</c>: learns from history what a new site would need weeks for, and writes it to a start file.</summary>
internal static class ModelsFitCommand
{
    public static Command Create()
    {
        var model = ModelsCommand.Model();
        var input = new Option<string?>("--in") { Description = "For 'models score': CSV file or folder, as it reads them" };
        var rules = new Option<string?>("--rules") { Description = "For rules: rule file or folder; its score and baseline rules learn" };
        var events = new Option<string[]>("--events")
        {
            Description = "Recorded events for --rules: JSON Lines, or CSV with --mapping; .gz too",
            AllowMultipleArgumentsPerToken = true,
        };
        var kafka = new Option<string?>("--kafka") { Description = "Instead of --events: brokers, host:port; reads what the input topics hold" };
        var prefix = new Option<string>("--topic-prefix") { Description = "Text before each topic's name", DefaultValueFactory = _ => "" };
        var from = new Option<string?>("--from") { Description = "With --kafka: first time that Kafka stamped, e.g. 2026-11-01T00:00:00Z" };
        var to = new Option<string?>("--to") { Description = "With --kafka: time that ends the range, itself not included" };
        var lateness = KindSpans.Lateness();
        var disorder = KindSpans.Disorder();
        var output = new Option<string>("--out") { Description = "Start file to write; --start and Models:Start name it", Required = true };
        var command = new Command("fit", "Learn a starting profile from history, so that a new site is not blind for a week.")
        {
            model, input, rules, events, kafka, prefix, from, to, lateness, disorder, output,
        };
        var inputs = new InputFlags().AddTo(command);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(input) is null == parsed.GetValue(rules) is null) parsed.AddError("fit takes --in (a recording), or --rules with --events or --kafka");
            if (parsed.GetValue(rules) is not null && parsed.GetValue(events) is not { Length: > 0 } == parsed.GetValue(kafka) is null)
            {
                parsed.AddError("--rules goes with --events or with --kafka");
            }
        });
        var flags = new ModelFlags().AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var record = new ScorerRecord();
            var models = flags.Models(parsed).Recorded(record);
            if (parsed.GetValue(input) is { } path)
            {
                Fit(models.Find(parsed.GetValue(model) ?? "auto"), path);
            }
            else
            {
                using var history = parsed.GetValue(kafka) is { } brokers
                    ? KafkaHistory.Fetch(brokers, parsed.GetValue(prefix) ?? "", Time("--from", parsed.GetValue(from), DateTimeOffset.MinValue),
                        Time("--to", parsed.GetValue(to), DateTimeOffset.MaxValue), cancellationToken)
                    : null;
                var recording = new Recording(history?.Files ?? parsed.GetValue(events) ?? []) { Inputs = inputs.Read(parsed) };
                Backtest.Run(new BacktestRequest
                {
                    Rules = RuleFolder.Load(parsed.GetValue(rules)!, models), Recording = recording,
                    Lateness = KindSpans.Read(lateness, parsed, BacktestRequest.LatenessByDefault),
                    Disorder = KindSpans.Read(disorder, parsed, TimeSpan.Zero)
                }, null, cancellationToken);
            }

            if (record.Count == 0) throw new InputException("nothing was learned: no score or baseline rule saw an event; check --rules and the history");
            var file = parsed.GetValue(output)!;
            StartFile.Write(file, record.Entries());
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {record.Count} series, {new FileInfo(file).Length} bytes"));
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static void Fit(Core.Scoring.IModel model, string path)
    {
        var isFolder = Directory.Exists(path);
        var files = isFolder ? Directory.GetFiles(path, "*", SearchOption.AllDirectories).Where(FileScoring.IsRecording).Order(StringComparer.Ordinal).ToArray() : [path];
        if (files.Length == 0) throw new InputException($"{path}: no .csv or .csv.gz file there");
        try
        {
            foreach (var file in files)
            {
                using var reader = CsvRecording.Open(file);
                FileScoring.Score(model, reader, TextWriter.Null, file, FileScoring.SeriesOf(isFolder ? Path.GetRelativePath(path, file) : Path.GetFileName(file)));
            }
        }
        catch (FormatException fault)
        {
            throw new InputException(fault.Message);
        }
    }

    private static DateTimeOffset Time(string flag, string? text, DateTimeOffset none)
    {
        if (text is null) return none;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw new OptionsException([$"{flag} '{text}' is not a time; write e.g. 2026-11-01T00:00:00Z"]);
    }

    /// <summary>What Kafka held, as files that are gone afterwards: only so can the partitions be read in the order of event time.</summary>
    private sealed class KafkaHistory : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("riskengine-history-");

        public string[] Files => [.. _folder.GetFiles().Where(file => file.Length > 0).Select(file => file.FullName).Order(StringComparer.Ordinal)];

        public static KafkaHistory Fetch(string brokers, string prefix, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        {
            var history = new KafkaHistory();
            var options = new KafkaOptions { BootstrapServers = brokers, Topics = new TopicNames().WithPrefix(prefix) };
            try
            {
                var copied = EventHistory.Copy(options, from, to,
                    partition => File.Create(Path.Combine(history._folder.FullName, $"{partition.Topic}-{partition.Partition.Value}.jsonl")), cancellationToken);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{copied} records from {brokers}"));
                return copied > 0 ? history : throw new InputException($"{brokers}: the input topics hold no record in that range; check --from, --to and --topic-prefix");
            }
            catch (KafkaException fault)
            {
                history.Dispose();
                throw new DependencyException($"Kafka at '{brokers}' cannot be read ({fault.Error.Reason}); start it or correct --kafka", fault);
            }
            catch
            {
                history.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            if (_folder.Exists) _folder.Delete(recursive: true);
        }
    }
}
