using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Running;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Desk.Tests.Running;

public sealed class RequestReplayTests
{
    private const int Records = 200;
    private static readonly TaskId Task = new("risk.alerts.v1", 0);

    [Fact]
    public void A_task_that_is_killed_anywhere_does_what_was_asked_where_it_was_asked_and_once()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var recorded = new TickHistory();
            recorded.Add(0, new TickRecord("g", Task, 1, 0, Reached: null));
            foreach (var (place, record) in Requests(seed).Index()) recorded.Add(place + 1, TickRecord.Decode(record.Encode())!);
            var (expected, _) = Run(null, 0, recorded.Ticks, int.MaxValue, new Random(seed));
            Assert.Equal(RequestsAsked, expected.Count(text => text.Contains("\"action\":\"acknowledge\"", StringComparison.Ordinal)
                || text.Contains("\"action\":\"shelve\"", StringComparison.Ordinal) || text.Contains("\"action\":\"close false\"", StringComparison.Ordinal)));
            Assert.Contains(expected, text => text.Contains("\"outcome\":\"done\"", StringComparison.Ordinal));

            var random = new Random(seed + 1000);
            var published = new List<string>();
            Kept? stored = null;
            for (long next = 0; next < Records;)
            {
                var (some, kept) = Run(stored, next, recorded.Ticks, random.Next(5, 80), random);
                published.AddRange(some);
                stored = kept ?? stored;
                next = stored?.Checkpoint.NextOffset ?? 0;
            }

            Assert.Equal(expected, published.Distinct());
        }
    }

    private const int RequestsAsked = 30;

    /// <summary>Runs until it is killed; what it stored last is all that is left of it.</summary>
    private static (List<string> Published, Kept? Stored) Run(Kept? stored, long from, IReadOnlyList<RecordedTick> recorded, int killedAfter, Random random)
    {
        using var program = new DeskProgram(Task, DeskTrial.Policy());
        if (stored is not null) program.Restore(stored.Task, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"));
        var published = new List<string>();
        var segments = stored?.Segments.ToList() ?? [];
        Kept? kept = null;
        using var pump = new TaskPump(
            inputs => DeskPipeline.Build(inputs, program),
            output => published.AddRange(((DeskOutput)output).Records.Select(record => $"{record.Topic} {record.Id} {Encoding.UTF8.GetString(record.Value.Span)}")));
        var due = new Queue<RecordedTick>(recorded.Where(tick => tick.Before >= from));
        for (var offset = from; offset < Records && killedAfter > 0; offset++, killedAfter--)
        {
            while (due.TryPeek(out var tick) && tick.Before <= offset)
            {
                pump.Push(due.Dequeue().Input);

                // Taken between a request and the record at its place: the request comes again, and its id makes that harmless.
                if (random.Next(3) == 0) Save();
            }

            var batch = new RecordBatch();
            batch.Add(offset, Transition(offset));
            pump.Push(new TaskInput.Records(batch));
            if (random.Next(6) == 0) Save();
        }

        if (killedAfter > 0) Save();
        return (published, kept);

        void Save()
        {
            var checkpoint = program.Checkpoint(out var segment);
            segments.Add((checkpoint.NewestSegment, segment));
            segments.RemoveAll(one => one.Number < checkpoint.OldestSegment);
            kept = new Kept(checkpoint, [.. segments]);
        }
    }

    /// <summary>Requests about alerts that are open, or that have been, or that never were, at random places.</summary>
    private static IEnumerable<TickRecord> Requests(int seed)
    {
        var random = new Random(seed);
        foreach (var (number, before) in Enumerable.Range(0, RequestsAsked).Select(_ => (long)random.Next(10, Records)).Order().Index())
        {
            var (action, more) = random.Next(3) switch
            {
                0 => ("acknowledge", ""),
                1 => ("shelve", $",\"why\":\"works\",\"until\":\"{DeskTrial.At((int)before + random.Next(1, 40))}\""),
                _ => ("close", ",\"verdict\":\"false\""),
            };
            var json = $$"""
                {"id":"r{{number}}","at":"{{DeskTrial.At((int)before)}}","by":"ann","area":"huaxi/c0","action":"{{action}}","alert":"{{IdOf(random.Next(12))}}"{{more}}}
                """;
            yield return new TickRecord("g", Task, 1, before, DeskTrial.At((int)before - 1)) { Request = new RecordedRequest(number, json) };
        }
    }

    private static byte[] Transition(long offset)
    {
        var (of, round) = ((int)(offset * 7 % 10), offset / 10);
        return Encoding.UTF8.GetBytes(
            $$$"""
            {"alert":"{{{IdOf(of)}}}","transition":{{{round + 1}}},"rule":"gas-rising","title":"Gas","state":"{{{(round % 5 == 4 ? "resolved" : "firing")}}}",
            "grade":"{{{(round % 2 == 0 ? "blue" : "orange")}}}","key":"g-{{{of}}}","by":"source","site":"huaxi/c{{{of % 3}}}/g1/b1","time":"{{{DeskTrial.At((int)offset)}}}",
            "certainty":"likely","evidence":[{"topic":"risk.events.sensor.v1"}],"message":"gas at g-{{{of}}}"}
            """);
    }

    /// <summary>What a store holds of the task.</summary>
    private sealed record Kept(TaskCheckpoint Checkpoint, IReadOnlyList<(long Number, byte[] Segment)> Segments)
    {
        public StoredTask Task => new(1, TaskCheckpoint.Decode(Checkpoint.Encode()), [.. Segments.Select(one => (ReadOnlyMemory<byte>)one.Segment)]);
    }

    private static string IdOf(int number) => Fingerprint.Of("gas-rising", "source", $"g-{number}", new EventTime(0)).ToString();
}
