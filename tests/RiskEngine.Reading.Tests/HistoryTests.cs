using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Reading.History;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Reading.Tests;

public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Story.Start);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_cut_into_batches_and_any_restart_gives_the_same_history(int seed)
    {
        var records = Story.Random(seed, 300).Records;
        using var whole = Opened("whole");
        whole.Take(records);
        var random = new Random(seed);
        for (var at = 0; at < records.Count;)
        {
            using var again = Opened("cut");

            // What was taken last comes again, as after a crash.
            var from = Math.Max(0, at - random.Next(3));
            var size = random.Next(1, 40);
            again.Take([.. records.Skip(from).Take(at - from + size)]);
            at += size;
        }

        using var cut = Opened("cut");
        Assert.Equal(Shown(whole), Shown(cut));
        Assert.NotEmpty(whole.Resolved(new AlertFilter(), null, 100));
    }

    [Fact]
    public void The_place_is_kept_with_the_records()
    {
        var records = Story.Random(3, 50).Records;
        using (var history = Opened()) history.Take(records);
        using var again = Opened();
        foreach (var partition in records.GroupBy(record => (record.Topic, record.Partition)))
            Assert.Equal(partition.Max(record => record.Offset) + 1, again.PlaceOf(partition.Key.Topic, partition.Key.Partition));
        Assert.Null(again.PlaceOf("alerts", 77));
        Assert.Null(again.Open());
    }

    [Fact]
    public void A_file_that_is_missing_damaged_or_of_another_format_is_made_anew()
    {
        var story = new Story().Fires(1, "red").Ends(1, "red");
        string file;
        using (var history = new HistoryStore(_folder.Root, Story.Topics, TimeSpan.FromDays(30), _time))
        {
            Assert.Contains("none", history.Open(), StringComparison.Ordinal);
            history.Take(story.Records);
            file = Path.Combine(_folder.Root, "history.db");
        }

        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        using (var older = new HistoryStore(_folder.Root, Story.Topics, TimeSpan.FromDays(30), _time))
        {
            Assert.Contains("format", older.Open(), StringComparison.Ordinal);
            Assert.Null(older.PlaceOf("alerts", story.Records[0].Partition));
            older.Take(story.Records);
            Assert.Single(older.Resolved(new AlertFilter(), null, 10));
        }

        foreach (var ending in new[] { "-wal", "-shm" }) File.Delete(file + ending);
        File.WriteAllBytes(file, [.. Encoding.ASCII.GetBytes("SQLite format 3\0"), .. new byte[5000]]);
        using (var damaged = new HistoryStore(_folder.Root, Story.Topics, TimeSpan.FromDays(30), _time)) Assert.Contains("damaged", damaged.Open(), StringComparison.Ordinal);
        File.WriteAllText(file, "no database at all");
        using (var other = new HistoryStore(_folder.Root, Story.Topics, TimeSpan.FromDays(30), _time)) Assert.Contains("damaged", other.Open(), StringComparison.Ordinal);
        File.Delete(file);
        using var missing = new HistoryStore(_folder.Root, Story.Topics, TimeSpan.FromDays(30), _time);
        Assert.Contains("none", missing.Open(), StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_in_the_midst_of_the_file_is_found_and_mended()
    {
        var file = Path.Combine(_folder.Root, "history.db");
        using (var history = Opened()) history.Take(Story.Random(4, 400).Records);
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }

        var bytes = File.ReadAllBytes(file);
        for (var at = 8192; at < bytes.Length - 4096; at += 12_288) bytes.AsSpan(at, 200).Fill(0xA5);
        File.WriteAllBytes(file, bytes);
        using var mended = new HistoryStore(_folder.Root, Story.Topics, TimeSpan.FromDays(30), _time);
        Assert.Contains("damaged", mended.Open(), StringComparison.Ordinal);
        mended.Take(new Story().Fires(1, "red").Records);
        Assert.Single(mended.Transitions(Story.Id(1)));
    }

    [Fact]
    public void A_folder_that_another_process_uses_is_refused_with_the_reason()
    {
        using var first = Opened();
        using var second = new HistoryStore(_folder.Root, Story.Topics, TimeSpan.FromDays(30), _time);
        Assert.Contains(_folder.Root, Assert.Throws<DependencyException>(() => second.Open()).Message, StringComparison.Ordinal);
        Assert.Equal(HistoryState.Off, second.State);
        Assert.NotNull(second.Fault);
    }

    [Fact]
    public void It_is_ready_once_the_end_of_its_topics_is_reached()
    {
        using var history = Opened();
        Assert.Equal(HistoryState.Rebuilding, history.State);
        history.Behind(5, false);
        Assert.Equal((HistoryState.Rebuilding, 5), (history.State, history.Waiting));
        history.Behind(0, true);
        Assert.Equal(HistoryState.Ready, history.State);
    }

    [Fact]
    public void What_is_over_for_longer_than_the_retention_is_removed_and_what_is_open_stays()
    {
        var story = new Story().Fires(1, "red").Ends(1, "red").Fires(2, "blue").Fires(4, "blue").Suppressed(1, "folded").Audit("a", "comment", "x")
            .Incident(9, "red", [1], isOpen: false)
            .Later(TimeSpan.FromDays(20)).Fires(3, "red").Ends(3, "red");
        using var history = new HistoryStore(_folder.Root, Story.Topics, TimeSpan.FromDays(30), _time) { IsOpen = alert => alert == Story.Id(2) };
        history.Open();
        history.Take(story.Records);
        _time.Advance(TimeSpan.FromDays(31));
        history.Prune();
        Assert.Empty(history.Transitions(Story.Id(1)));
        Assert.Empty(history.Transitions(Story.Id(4)));
        Assert.Single(history.Transitions(Story.Id(2)));
        Assert.Equal(2, history.Transitions(Story.Id(3)).Count);
        Assert.Empty(history.Entries(new EntryFilter(EntryKind.Audit), null, 10));
        Assert.Null(history.Incident(Story.Id(9)));
        Assert.Empty(history.Steps(Story.Id(9)));
    }

    [Fact]
    public void Filters_choose_as_the_picture_does()
    {
        var story = Story.Random(5, 600);
        using var history = Opened();
        history.Take(story.Records);
        var all = history.Resolved(new AlertFilter(), null, 10_000);
        Assert.True(all.Count > 30);
        var middle = all[all.Count / 2].FirstEvidence;
        foreach (var filter in new AlertFilter[]
        {
            new() { Grades = [Grade.Blue, Grade.Red] }, new() { Area = "huaxi/c1" }, new() { Rules = ["rule-1", "gas-rising"] }, new() { Source = all[0].Source },
            new() { Since = middle },
            new() { Until = middle }, new() { Text = "GM-1" }, new() { Text = "燃气" }, new() { Text = "100%_" }, new() { Area = "huaxi/c", Text = "x" },
            new() { Text = "'; DROP TABLE alerts; --" },
        })
        {
            Assert.Equal(all.Where(alert => filter.Fits(new(alert, null))).Select(alert => alert.Alert), history.Resolved(filter, null, 10_000).Select(alert => alert.Alert));
        }

        Assert.Equal(all.Skip(10).Take(5).Select(alert => alert.Alert), history.Resolved(new AlertFilter(), all[9].ListPlace, 5).Select(alert => alert.Alert));
    }

    [Fact]
    public void An_alert_that_another_area_names_alike_is_not_inside()
    {
        using var history = Opened();
        history.Take(new Story().Fires(1, "red", "huaxi/c1/g").Ends(1, "red", "huaxi/c1/g").Fires(2, "red", "huaxi/c12").Ends(2, "red", "huaxi/c12").Records);
        Assert.Equal([Story.Id(1)], history.Resolved(new AlertFilter { Area = "huaxi/c1" }, null, 10).Select(alert => alert.Alert));
    }

    [Fact]
    public void The_delay_of_live_transitions_is_known()
    {
        using var history = Opened();
        history.Take(new Story().Fires(1, "red").Fires(2, "red", more: ""","backfilled":true""").Records);
        Assert.Equal((1, 1.0, 1.0), history.Delays.Figures);
    }

    public void Dispose() => _folder.Dispose();

    private HistoryStore Opened(string below = "")
    {
        var history = new HistoryStore(Path.Combine(_folder.Root, below), Story.Topics, TimeSpan.FromDays(30), _time);
        history.Open();
        return history;
    }

    private static string Shown(HistoryStore history)
    {
        var text = new StringBuilder();
        foreach (var alert in history.Resolved(new AlertFilter(), null, 10_000))
            text.AppendLine($"{alert.Alert} {alert.Transition} {string.Join(',', history.Transitions(alert.Alert).Select(one => one.Transition))}");
        foreach (var incident in history.Resolved(new IncidentFilter(), null, 10_000)) text.AppendLine($"{incident.Id} {incident.Number} {history.Steps(incident.Id).Count}");
        foreach (var kind in Enum.GetValues<EntryKind>()) text.AppendJoin('\n', history.Entries(new EntryFilter(kind), null, 10_000).Select(entry => entry.Id));
        foreach (var topic in Story.Topics.OfHistory) for (var partition = 0; partition < 3; partition++) text.AppendLine($"{topic} {history.PlaceOf(topic, partition)}");
        return text.ToString();
    }
}
