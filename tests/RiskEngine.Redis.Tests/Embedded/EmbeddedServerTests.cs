using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Ports;
using RiskEngine.Redis.Embedded;
using RiskEngine.Redis.Tests.Servers;
using StackExchange.Redis;

namespace RiskEngine.Redis.Tests.Embedded;

/// <summary>What the embedded server keeps, and what it refuses.</summary>
public sealed class EmbeddedServerTests
{
    private const string Log = "generation-1/AOF/aof.log.0";

    [Fact]
    public async Task What_was_stored_is_there_at_the_next_start_and_at_the_one_after_it()
    {
        using var folder = new TestFolder();
        for (var start = 0; start < 3; start++)
        {
            await using var server = await Start(folder);
            using var connection = await Connect(server);
            var steps = Steps(connection, server);
            Assert.Equal(start == 0 ? -1 : (start * 9) - 1, await steps.Acquire());
            for (var step = 0; step < 9; step++) Assert.True(await steps.Save(bytes: 50_000));
        }

        Assert.Equal(["current", "format", "generation-3", "lock", "owner"], Directory.EnumerateFileSystemEntries(folder.Path)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Process_that_was_killed_leaves_all_that_was_on_the_disk()
    {
        using var folder = new TestFolder();
        using var killed = new TestFolder();
        await using (var server = await Start(folder))
        {
            using var connection = await Connect(server);
            var steps = Steps(connection, server);
            await steps.Acquire();
            for (var step = 0; step < 6; step++) Assert.True(await steps.Save(bytes: 50_000));
            await server.FlushAsync();
            Copy(folder, killed);
        }

        File.Delete(killed.In("lock"));
        await using var heir = await Start(killed);
        using var again = await Connect(heir);
        Assert.Equal(5, await Steps(again, heir).Acquire());
    }

    [Fact]
    public async Task Folder_in_use_is_refused_with_its_owner()
    {
        using var folder = new TestFolder();
        await using var server = await Start(folder);

        var fault = await Assert.ThrowsAsync<DependencyException>(() => Start(folder));

        Assert.Contains($"'{folder.Path}' is in use by process {Environment.ProcessId} on {Environment.MachineName}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("stop that one", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_without_the_password_is_let_in()
    {
        using var folder = new TestFolder();
        await using var server = await Start(folder);
        using var stranger = new RespClient(int.Parse(server.Address.Split(':')[1]));

        var refusal = Assert.Throws<InvalidOperationException>(() => stranger.Send("KEYS", "*"));

        Assert.Contains("NOAUTH", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_holds_something_else_is_refused_and_left_alone()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.In("letter.txt"), "dear");

        var fault = await Assert.ThrowsAsync<DependencyException>(() => Start(folder));

        Assert.Contains("'letter.txt'", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["letter.txt"], folder.Files.Keys);
    }

    [Fact]
    public async Task Folder_that_cannot_be_made_is_refused_with_the_reason()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.In("file"), "");

        var fault = await Assert.ThrowsAsync<DependencyException>(
            () => EmbeddedServer.StartAsync(new EmbeddedOptions { Folder = folder.In("file", "data") }, NullLogger.Instance, default));

        Assert.Contains($"cannot use the folder '{folder.In("file", "data")}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--redis embedded:FOLDER", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_that_cannot_be_written_at_the_start_is_refused_with_file_and_reason()
    {
        using var folder = new TestFolder();
        await (await Start(folder)).DisposeAsync();
        File.WriteAllText(folder.In("generation-2"), "in the way");

        var fault = await Assert.ThrowsAsync<DependencyException>(() => Start(folder));

        Assert.Contains($"cannot write to '{folder.Path}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("generation-2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_of_another_version_is_refused()
    {
        using var folder = new TestFolder();
        await (await Start(folder)).DisposeAsync();
        File.WriteAllText(folder.In("format"), "RiskEngine embedded store 2\n");

        var fault = await Assert.ThrowsAsync<DependencyException>(() => Start(folder));

        Assert.Contains("RiskEngine embedded store 2", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Each damage to a log of several blocks is found, and told with its place; nothing is overwritten.</summary>
    [Theory]
    [InlineData("a byte", "aof.log.0, byte ")]
    [InlineData("its end", "aof.log.0, byte ")]
    [InlineData("the log", "aof.log.0, byte 0: bytes are missing")]
    [InlineData("the generation", "names no generation")]
    [InlineData("the number", "names no generation")]
    public async Task Damage_is_refused_with_its_place(string damaged, string told)
    {
        using var folder = new TestFolder();
        await using (var server = await Start(folder))
        {
            using var connection = await Connect(server);
            var steps = Steps(connection, server);
            await steps.Acquire();
            for (var step = 0; step < 8; step++) Assert.True(await steps.Save(bytes: 20_000));
        }

        Damage(folder, damaged);
        var before = folder.Files;
        var fault = await Assert.ThrowsAsync<DependencyException>(() => Start(folder));

        Assert.Contains($"the embedded store in '{folder.Path}' is damaged", fault.Message, StringComparison.Ordinal);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
        Assert.Contains("move it away", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before.Where(file => file.Key is not "owner"), folder.Files.Where(file => file.Key is not "owner"));
    }

    [Fact]
    public async Task Looking_changes_nothing_in_the_folder()
    {
        using var folder = new TestFolder();
        await using (var server = await Start(folder))
        {
            using var connection = await Connect(server);
            var steps = Steps(connection, server);
            await steps.Acquire();
            for (var step = 0; step < 3; step++) Assert.True(await steps.Save());
        }

        var before = folder.Files;
        await using (var looking = await EmbeddedServer.StartAsync(new EmbeddedOptions { Folder = folder.Path, ReadOnly = true }, NullLogger.Instance, default))
        {
            using var connection = await Connect(looking);
            var stored = await new RedisCheckpointStore(connection, OptionsOf(looking)).ReadAsync(StoredSteps.Task(0), default);
            Assert.Equal(2, stored?.Checkpoint?.NewestSegment);
        }

        Assert.Equal(before, folder.Files);
        Assert.Equal(2, folder.Files.Count(file => file.Key is "lock" or "owner"));
    }

    [Fact]
    public async Task There_is_nothing_to_look_at_where_nothing_was_stored()
    {
        using var folder = new TestFolder();

        var fault = await Assert.ThrowsAsync<DependencyException>(
            () => EmbeddedServer.StartAsync(new EmbeddedOptions { Folder = folder.In("data"), ReadOnly = true }, NullLogger.Instance, default));

        Assert.Contains($"no embedded store in '{folder.In("data")}'", fault.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task Long_log_becomes_short_and_everything_is_there()
    {
        using var folder = new TestFolder();
        await using (var server = await EmbeddedServer.StartAsync(new EmbeddedOptions { Folder = folder.Path, RewriteFromBytes = 1_000_000 }, NullLogger.Instance, default))
        {
            for (var round = 0; round < 3; round++)
            {
                using (var connection = await Connect(server))
                {
                    var steps = Steps(connection, server);
                    Assert.Equal((round * 30) - 1, await steps.Acquire());
                    Assert.False(server.IsLogLong);
                    for (var step = 0; step < 30; step++) Assert.True(await steps.Save(bytes: 50_000));
                    await server.FlushAsync();
                }

                Assert.True(server.IsLogLong);
                await (await server.RewriteAsync(default)).DisposeAsync();
                Assert.True(new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) < 600_000);
            }
        }

        await using var heir = await Start(folder);
        using var last = await Connect(heir);
        Assert.Equal(89, await Steps(last, heir).Acquire());
    }

    private static Task<EmbeddedServer> Start(TestFolder folder) =>
        EmbeddedServer.StartAsync(new EmbeddedOptions { Folder = folder.Path }, NullLogger.Instance, CancellationToken.None);

    private static RedisOptions OptionsOf(EmbeddedServer server) => new() { Configuration = server.Address, Password = server.Password };

    private static Task<ConnectionMultiplexer> Connect(EmbeddedServer server) => RedisConnection.OpenAsync(OptionsOf(server), CancellationToken.None);

    private static StoredSteps Steps(IConnectionMultiplexer connection, EmbeddedServer server) => new(new RedisCheckpointStore(connection, OptionsOf(server)), StoredSteps.Task(0));

    private static void Damage(TestFolder folder, string damaged)
    {
        switch (damaged)
        {
            case "a byte":
                var bytes = File.ReadAllBytes(folder.In(Log));
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(folder.In(Log), bytes);
                break;
            case "its end":
                using (var log = new FileStream(folder.In(Log), FileMode.Open)) log.SetLength(log.Length * 2 / 3);
                break;
            case "the log":
                File.Delete(folder.In(Log));
                break;
            case "the generation":
                Directory.Delete(folder.In("generation-1"), recursive: true);
                break;
            default:
                File.WriteAllText(folder.In("current"), "one");
                break;
        }
    }

    /// <summary>Copies files as they are on the disk at this moment, which is what a killed process leaves.</summary>
    private static void Copy(TestFolder from, TestFolder to)
    {
        foreach (var file in Directory.EnumerateFiles(from.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var copy = to.In(Path.GetRelativePath(from.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var target = File.Create(copy);
            source.CopyTo(target);
        }
    }
}
