using System.Text;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Records;
using RiskEngine.Desk.Running;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Desk.Tests.Running;

public sealed class DeskProgramTests
{
    private static readonly TaskId Task = new("risk.alerts.v1", 0);

    [Fact]
    public void A_task_that_is_killed_between_any_two_checkpoints_publishes_what_one_does_that_never_stopped()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var log = Log(seed, 300);
            var expected = Run(new DeskProgram(Task, DeskTrial.Policy()), log, 0, new Random(seed), []).Select(Text).ToList();
            var random = new Random(seed + 1000);
            var stored = new Store();
            var published = new List<string>();
            while (stored.NextOffset < log.Count)
            {
                var program = new DeskProgram(Task, DeskTrial.Policy());
                var start = program.Restore(stored.Task(), (part, key, reason) => Assert.Fail($"{part} {key}: {reason}")) ?? 0;
                Assert.True(program.Ledger.Balances);
                published.AddRange(Run(program, log, (int)start, random, stored, killedAfter: random.Next(5, 120)).Select(Text));
                program.Dispose();
            }

            // What was published after the last checkpoint of a killed task comes again, the same.
            Assert.Equal(expected.Distinct(), published.Distinct());
        }
    }

    [Fact]
    public void Records_that_are_no_transitions_are_dead_letters_and_the_counts_balance()
    {
        using var program = new DeskProgram(Task, DeskTrial.Policy());
        var batch = new RecordBatch();
        batch.Add(5, "{}"u8);
        batch.Add(6, Log(1, 1)[0]);
        var outputs = new List<int>();
        using var pump = new TaskPump(inputs => DeskPipeline.Build(inputs, program), output => outputs.Add(output.Rejections.Count));
        pump.Push(new TaskInput.Records(batch));

        Assert.Equal([1], outputs);
        Assert.Equal((2, 1, 1), (program.Ledger.Consumed, program.Ledger.Evaluated, program.Ledger.DeadLettered));
        Assert.True(program.Ledger.Balances);
        Assert.Equal(7, program.NextOffset);
    }

    [Fact]
    public void A_request_that_cannot_be_read_is_a_dead_letter_and_whoever_wrote_it_is_told_under_an_id_of_its_own()
    {
        using var program = new DeskProgram(Task, DeskTrial.Policy());
        var (letters, audits) = (new List<Rejection>(), new List<JsonElement>());
        using var pump = new TaskPump(inputs => DeskPipeline.Build(inputs, program), output =>
        {
            letters.AddRange(output.Rejections);
            audits.AddRange(((DeskOutput)output).Records.Select(record => JsonDocument.Parse(record.Value).RootElement));
        });
        var before = program.Checkpoint(out _);
        const string Unknown = """{"id":"r1","by":"ann","action":"explode","area":"d/c","at":"2026-11-21T10:00:00Z"}""";
        foreach (var (offset, text) in new[] { (40L, Unknown), (41, "{"), (42, """{"id":"r1"}""") })
        {
            pump.Push(new TaskInput.Unreadable(new RequestRecord("risk.feedback.v1", offset, Encoding.UTF8.GetBytes(text), 7_000)));
        }

        Assert.Equal([("risk.feedback.v1", 40L), ("risk.feedback.v1", 41), ("risk.feedback.v1", 42)], letters.Select(letter => (letter.Topic!, letter.Offset)));
        Assert.Equal("there is no action 'explode'", letters[0].Detail);
        Assert.Equal(["r1-40 ann explode refused", "r1-42 unknown unknown refused"], audits.Select(audit =>
            $"{audit.GetProperty("id")} {audit.GetProperty("by")} {audit.GetProperty("action")} {audit.GetProperty("outcome")}"));
        Assert.All(audits, audit => Assert.Equal("r1", audit.GetProperty("about").GetString()));
        Assert.Equal((before.Newest, before.Ledger), (program.Newest, program.Ledger));
    }

    [Fact]
    public void What_was_asked_while_lost_state_is_brought_back_takes_effect_and_is_not_told_again()
    {
        using var program = new DeskProgram(Task, DeskTrial.Policy());
        program.BeginRebuild(0, 1, null);
        var audits = new List<string>();
        using var pump = new TaskPump(inputs => DeskPipeline.Build(inputs, program), output => audits.AddRange(
            ((DeskOutput)output).Records.Where(record => record.Topic == DeskTopic.Audit).Select(record => Encoding.UTF8.GetString(record.Value.Span))));
        pump.Push(Silence("r1", 1));
        pump.Push(new TaskInput.ReplayEnded());
        Assert.Empty(audits);
        pump.Push(Silence("r1", 2));
        Assert.Empty(audits);
        pump.Push(new TaskInput.Asked(new RecordedRequest(3, Request("r2", "unsilence", ",\"silence\":\"r1\"")), DeskTrial.At(1)));
        Assert.Contains("\"outcome\":\"done\"", Assert.Single(audits), StringComparison.Ordinal);

        TaskInput Silence(string id, long offset) => new TaskInput.Asked(
            new RecordedRequest(offset, Request(id, "silence", $",\"why\":\"works\",\"until\":\"{DeskTrial.At(60)}\",\"match\":{{\"rules\":[\"gas\"]}}")), DeskTrial.At(0));

        string Request(string id, string action, string more) => $"{{\"id\":\"{id}\",\"at\":\"{DeskTrial.At(0)}\",\"by\":\"ann\",\"area\":\"d/c\",\"action\":\"{action}\"{more}}}";
    }

    [Fact]
    public void A_clock_that_is_ahead_does_not_move_the_desk_beyond_the_time_at_which_its_alert_was_published()
    {
        using var program = new DeskProgram(Task, DeskTrial.Policy());
        var batch = new RecordBatch();
        batch.Add(0, Log(1, 1)[0], DeskTrial.Noon.UnixMilliseconds - 60_000);
        program.Take(new TaskInput.Records(batch), []);

        Assert.Equal(DeskTrial.Noon - TimeSpan.FromMinutes(1), program.Newest);
    }

    [Fact]
    public void Lost_state_comes_back_from_the_log_and_nothing_is_published_meanwhile()
    {
        var log = Log(3, 200);
        using var through = new DeskProgram(Task, DeskTrial.Policy());
        Run(through, log, 0, new Random(1), []);
        using var rebuilt = new DeskProgram(Task, DeskTrial.Policy());
        rebuilt.BeginRebuild(0, log.Count, null);
        var batch = new RecordBatch();
        for (var i = 0; i < log.Count; i++) batch.Add(i, log[i]);
        rebuilt.Take(new TaskInput.Records(batch), []);
        Assert.Empty(rebuilt.Drain());
        rebuilt.Take(new TaskInput.ReplayEnded(), []);

        Assert.Null(rebuilt.Rebuild);
        Assert.Equal((through.Desk.OpenAlerts, through.Desk.OpenIncidents, through.DeskLedger), (rebuilt.Desk.OpenAlerts, rebuilt.Desk.OpenIncidents, rebuilt.DeskLedger));
        Assert.Equal(DeskTrial.At(199), rebuilt.LatestTime(batch));
    }

    [Fact]
    public void What_was_published_before_there_was_a_desk_is_not_taken_in_and_stays_counted_over_a_restart()
    {
        var stored = new Store();
        using var program = new DeskProgram(Task, DeskTrial.Policy());
        var batch = new RecordBatch();
        foreach (var (offset, key) in new[] { (0, IdOf(Log(1, 1)[0])), (1, "huaxi/c0"), (2, null) })
        {
            batch.Add(offset, Log(1, 1)[0]);
            if (key is not null) batch.AddKey(Encoding.UTF8.GetBytes(key));
        }

        program.Take(new TaskInput.Records(batch), []);
        Assert.Equal((3, 1, 1, 1), (program.Ledger.Consumed, program.Ledger.Filtered, program.Ledger.Evaluated, program.Ledger.Duplicates));
        stored.Save(program);
        using var restored = new DeskProgram(Task, DeskTrial.Policy());
        restored.Restore(stored.Task(), (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"));

        Assert.Equal(program.Ledger, restored.Ledger);
        Assert.True(restored.Ledger.Balances);
        Assert.True(restored.DeskReport.Balances);
        Assert.Equal((1, 1), (restored.DeskReport.OpenIncidents, restored.DeskReport.OpenAlerts));
    }

    private static string IdOf(byte[] transition)
    {
        using var json = JsonDocument.Parse(transition);
        return json.RootElement.GetProperty("alert").GetString()!;
    }

    private static List<Records.DeskRecord> Run(DeskProgram program, List<byte[]> log, int from, Random random, Store stored, int killedAfter = int.MaxValue)
    {
        var published = new List<Records.DeskRecord>();
        using var pump = new TaskPump(inputs => DeskPipeline.Build(inputs, program), output => published.AddRange(((DeskOutput)output).Records));
        var batch = new RecordBatch();
        while (from < log.Count && killedAfter > 0)
        {
            batch.Clear();
            for (var count = random.Next(1, 8); count > 0 && from < log.Count; count--, from++, killedAfter--) batch.Add(from, log[from]);
            pump.Push(new TaskInput.Records(batch));
            if (random.Next(4) == 0) stored.Save(program);
        }

        if (from == log.Count) stored.Save(program);
        return published;
    }

    /// <summary>Transitions of a few alerts, one a minute.</summary>
    private static List<byte[]> Log(int seed, int count)
    {
        var random = new Random(seed);
        var numbers = new int[12];
        var log = new List<byte[]>();
        for (var i = 0; i < count; i++)
        {
            var of = random.Next(numbers.Length);
            var ends = numbers[of] > 0 && random.Next(3) == 0;
            var id = Fingerprint.Of("gas-rising", "source", $"g-{of}", new EventTime(numbers[of] < 0 ? numbers[of] : 0));
            log.Add(Encoding.UTF8.GetBytes(
                $$$"""
                {"alert":"{{{id}}}","transition":{{{Math.Abs(++numbers[of])}}},"rule":"gas-rising","title":"Gas","state":"{{{(ends ? "resolved" : "firing")}}}",
                "grade":"{{{(random.Next(2) == 0 ? "blue" : "orange")}}}","key":"g-{{{of}}}","by":"source","site":"huaxi/c{{{of % 3}}}/g1/b1","time":"{{{DeskTrial.At(i)}}}",
                "certainty":"likely","evidence":[{"topic":"risk.events.sensor.v1"}],"message":"gas at g-{{{of}}}"}
                """));
        }

        return log;
    }

    private static string Text(Records.DeskRecord record) => $"{record.Topic} {record.Id} {Encoding.UTF8.GetString(record.Value.Span)}";

    /// <summary>Keeps checkpoint and segments as a store does.</summary>
    private sealed class Store : List<(long Number, byte[] Segment)>
    {
        private TaskCheckpoint? _last;

        public long NextOffset => _last?.NextOffset ?? 0;

        public void Save(DeskProgram program)
        {
            _last = program.Checkpoint(out var segment);
            Add((_last.NewestSegment, segment));
            RemoveAll(stored => stored.Number < _last.OldestSegment);
        }

        public StoredTask Task() => new(1, _last is null ? null : TaskCheckpoint.Decode(_last.Encode()), [.. this.Select(stored => (ReadOnlyMemory<byte>)stored.Segment)]);
    }
}
