using System.Text.RegularExpressions;
using RiskEngine.Core.Ports;
using RiskEngine.Redis.Tests.Servers;

namespace RiskEngine.Redis.Tests;

/// <summary>Passwords, and users with rights.</summary>
public sealed partial class UserTests
{
    [RedisFact]
    public async Task User_and_password_come_from_their_options_or_from_the_connection_string()
    {
        using var redis = await RedisNode.StartAsync();
        redis.Ask("ACL", "SETUSER", "joe", "on", ">let me, in=", ">letmein", "~*", "+@all");
        redis.Ask("CONFIG", "SET", "requirepass", "of the default user");
        foreach (var options in new[]
        {
            new RedisOptions { Configuration = redis.Address, User = "joe", Password = "let me, in=" },
            new RedisOptions { Configuration = $"{redis.Address},user=joe,password=letmein" },
            new RedisOptions { Configuration = $"{redis.Address},user=jim,password=wrong", User = "joe", Password = "let me, in=" },
            new RedisOptions { Configuration = redis.Address, Password = "of the default user" },
        })
        {
            using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
            await new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0)).Acquire();
        }
    }

    [RedisFact]
    public async Task Refused_user_or_password_is_told_with_the_options_to_correct_and_without_the_password()
    {
        using var redis = await RedisNode.StartAsync("--requirepass", "s3cret");
        using var admin = new RespClient(redis.Port);
        admin.Send("AUTH", "s3cret");
        admin.Send("ACL", "SETUSER", "joe", "on", ">letmein", "~*", "+@all");
        admin.Send("ACL", "SETUSER", "off", "off", ">letmein", "~*", "+@all");
        var right = new RedisOptions { Configuration = redis.Address, User = "joe", Password = "letmein" };

        Assert.Contains("asks for a password (NOAUTH); set Redis:Password", await Fault(right with { User = null, Password = null }), StringComparison.Ordinal);
        Assert.Contains("refuses user 'joe' with this password (WRONGPASS); correct Redis:User and Redis:Password",
            await Fault(right with { Password = "l3tmein" }), StringComparison.Ordinal);
        Assert.Contains("refuses user 'jim' with this password (WRONGPASS)", await Fault(right with { User = "jim" }), StringComparison.Ordinal);
        Assert.Contains("refuses user 'off' with this password (WRONGPASS)", await Fault(right with { User = "off" }), StringComparison.Ordinal);
        Assert.Contains("refuses user 'default' with this password (WRONGPASS)", await Fault(right with { User = null }), StringComparison.Ordinal);
        Assert.Contains(
            "refuses user 'joe' with this password (WRONGPASS)",
            await Fault(new RedisOptions { Configuration = $"{redis.Address},user=joe,password=l3tmein" }), StringComparison.Ordinal);
    }

    /// <summary>The client would go on as the default user, who may do anything here.</summary>
    [RedisFact]
    public async Task Refused_user_is_told_although_the_default_user_needs_no_password()
    {
        using var redis = await RedisNode.StartAsync();

        Assert.Contains("refuses user 'joe' with this password (WRONGPASS)",
            await Fault(new RedisOptions { Configuration = redis.Address, User = "joe", Password = "letmein" }), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Password_that_is_changed_while_the_engine_runs_is_told_by_the_step_that_fails()
    {
        using var redis = await RedisNode.StartAsync("--requirepass", "s3cret");
        using var admin = new RespClient(redis.Port);
        admin.Send("AUTH", "s3cret");
        admin.Send("ACL", "SETUSER", "joe", "on", ">letmein", "~*", "+@all");
        var options = new RedisOptions { Configuration = redis.Address, User = "joe", Password = "letmein" };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var steps = new StoredSteps(store, StoredSteps.Task(0));
        await steps.Acquire();
        Assert.Null(store.LastFault);

        admin.Send("ACL", "SETUSER", "joe", "resetpass", ">changed");
        admin.Send("CLIENT", "KILL", "USER", "joe");
        await RedisNode.Eventually(async () => await FaultOf(() => steps.Save()) is var told && told.Contains(
            "refuses user 'joe' with this password (", StringComparison.Ordinal) ? null : told);
        Assert.Contains("Redis:Password", store.LastFault, StringComparison.Ordinal);
        admin.Send("ACL", "SETUSER", "joe", ">letmein");
        await steps.SaveUntilServed(TimeSpan.FromSeconds(20));
        Assert.Null(store.LastFault);
    }

    [RedisFact]
    public async Task Right_that_is_missing_is_told_with_the_command_and_the_user()
    {
        using var redis = await RedisNode.StartAsync();
        redis.Ask(["ACL", "SETUSER", "joe", "on", ">letmein", .. RightsOf("riskengine")]);
        var options = new RedisOptions { Configuration = redis.Address, User = "joe", Password = "letmein" };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);

        redis.Ask("ACL", "SETUSER", "joe", "-hincrby");
        Assert.Contains("does not let user 'joe' do what the engine needs (NOPERM",
            await FaultOf(() => store.AcquireAsync(StoredSteps.Task(0), default)), StringComparison.Ordinal);
        Assert.Contains("does not let user 'joe' do what the engine needs (NOPERM",
            (await RedisSurvey.AskAsync(options, TimeProvider.System, CancellationToken.None)).WriteFault, StringComparison.Ordinal);
        redis.Ask("ACL", "SETUSER", "joe", "-evalsha", "-eval");
        Assert.Matches("NOPERM .*'eval(sha)?' command.*ACL SETUSER joe", await FaultOf(() => store.AcquireAsync(StoredSteps.Task(0), default)));
        redis.Ask("ACL", "SETUSER", "joe", "+eval", "+evalsha", "+hincrby", "resetkeys", "~other:*");
        Assert.Matches("NOPERM .*key", await FaultOf(() => store.AcquireAsync(StoredSteps.Task(0), default)));
        redis.Ask("ACL", "SETUSER", "joe", "-echo", "-ping");
        Assert.Contains("NOPERM", await Fault(options), StringComparison.Ordinal);
        Assert.Contains("'SCAN'", (await FaultOf(() => store.ListAsync(default))).ToUpperInvariant(), StringComparison.Ordinal);
    }

    /// <summary>The lines that docs/operations.md gives to operators are enough for everything the engine does, and Redis refuses all else.</summary>
    [RedisFact]
    public async Task User_with_the_documented_rights_can_do_all_that_the_engine_needs_and_no_more()
    {
        using var redis = await RedisNode.StartAsync();
        redis.Ask(["ACL", "SETUSER", "riskengine", "on", ">secret", .. RightsOf("riskengine")]);
        redis.Ask(["ACL", "SETUSER", "looker", "on", ">secret", .. RightsOf("looker")]);
        var options = new RedisOptions { Configuration = redis.Address, User = "riskengine", Password = "secret" };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var steps = new StoredSteps(store, StoredSteps.Task(0));
        await steps.Acquire();
        for (var step = 0; step < 9; step++) Assert.True(await steps.Save());
        Assert.Equal(8, await steps.Acquire());
        await steps.SaveInTwoSteps();
        redis.Ask("HDEL", $"riskengine:{{{StoredSteps.Task(0)}}}:task", "s:9");
        Assert.NotNull((await store.AcquireAsync(StoredSteps.Task(0), CancellationToken.None)).Fault);
        await steps.Acquire();
        Assert.True(await steps.Save());
        connection.GetServer(connection.GetEndPoints()[0]).Ping();
        await KeepsVersions(new RedisVersionStore(connection, options));

        // For `riskengine doctor`.
        var facts = await RedisSurvey.AskAsync(options, TimeProvider.System, CancellationToken.None);
        Assert.Equal((redis.Address, "noeviction", null), (facts.Server, facts.Policy, facts.WriteFault));
        Assert.Equal("0", redis.Ask("EXISTS", "riskengine:doctor"));

        // For `riskengine state show`.
        var looking = options with { User = "looker" };
        using var window = await RedisConnection.OpenAsync(looking, CancellationToken.None);
        var looked = new RedisCheckpointStore(window, looking);
        Assert.Equal([StoredSteps.Task(0)], await looked.ListAsync(CancellationToken.None));
        Assert.Single((await looked.ReadAsync(StoredSteps.Task(0), CancellationToken.None))!.Segments);

        Assert.Equal("", redis.Ask("ACL", "LOG"));
        Assert.All((string[])["riskengine", "looker"], name => CanDoNothingElse(redis, name));
    }

    private static async Task KeepsVersions(RedisVersionStore versions)
    {
        Assert.False(await versions.ExtendAsync("rule/gas/00"));
        Assert.Null(await versions.FindAsync("rule/gas/00"));
        await versions.KeepAsync("rule/gas/00", "text"u8.ToArray());
        Assert.True(await versions.ExtendAsync("rule/gas/00"));
        Assert.Equal("text"u8.ToArray(), (await versions.FindAsync("rule/gas/00"))?.ToArray());
    }

    private static void CanDoNothingElse(RedisNode redis, string name)
    {
        using var user = new RespClient(redis.Port);
        user.Send("AUTH", name, "secret");
        foreach (var command in new[] { "FLUSHALL", "KEYS *", "GET riskengine:x", "HGET other a", "DEL riskengine:x", "CONFIG GET requirepass", "SUBSCRIBE x", "HSET other a b" })
        {
            Assert.StartsWith("NOPERM", Assert.Throws<InvalidOperationException>(() => user.Send(command.Split(' '))).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The rights of a user in docs/operations.md, without its password.</summary>
    internal static string[] RightsOf(string user)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RiskEngine.sln"))) folder = folder.Parent;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "operations.md"));
        return AclLine().Matches(page).Single(line => line.Groups[1].Value == user).Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> Fault(RedisOptions options)
    {
        var fault = (await Assert.ThrowsAsync<DependencyException>(() => RedisConnection.OpenAsync(options, CancellationToken.None))).Message;
        Assert.DoesNotContain("tmein", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
        return fault;
    }

    private static async Task<string> FaultOf(Func<Task> step) => (await Assert.ThrowsAsync<DependencyException>(step)).Message;

    [GeneratedRegex(@"^ACL SETUSER (\w+) on >PASSWORD (.+)$", RegexOptions.Multiline)]
    private static partial Regex AclLine();
}
