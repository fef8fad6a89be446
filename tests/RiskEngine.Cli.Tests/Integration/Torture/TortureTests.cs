namespace RiskEngine.Cli.Tests.Integration.Torture;

/// <summary>
/// Trouble at random moments, and always the golden alerts after repeated ids are dropped. A few runs of each kind; <c>./riskengine test --torture</c> does
/// many.
/// </summary>
[Collection(IntegrationCollection.Name)]
public sealed class TortureTests(ClusterFixture fixture)
{
    public static TheoryData<int> Kills => TortureRuns.Seeds(1, 2);

    public static TheoryData<int> IdleKills => TortureRuns.Seeds(1, 1);

    public static TheoryData<int> EmbeddedKills => TortureRuns.Seeds(4, 2);

    public static TheoryData<int> RedisKills => TortureRuns.Seeds(4, 2);

    public static TheoryData<int> BrokerFaults => TortureRuns.Seeds(4, 2);

    public static TheoryData<int> Storms => TortureRuns.Seeds(10, 1);

    [IntegrationTheory]
    [MemberData(nameof(Kills))]
    public Task Engine_killed_at_any_moment_and_started_again_gives_the_golden_alerts(int seed) => Kill("engine-killed", seed, fixture.Redis.Address);

    [Theory]
    [MemberData(nameof(EmbeddedKills))]
    public Task Engine_killed_with_the_store_inside_it_and_started_again_gives_the_golden_alerts(int seed) => Kill("embedded-killed", seed, fixture.EmbeddedStore());

    private static async Task Kill(string kind, int seed, string store)
    {
        using var run = await TortureRun.PrepareAsync(kind, seed, store);
        var engine = run.StartEngine();
        await engine.WaitUntilReady();
        var publishing = run.Publish();

        // Every third run kills the successor too, also while it starts and restores.
        var kills = run.Random.Next(3) == 0 ? 2 : 1;
        for (var kill = 0; kill < kills; kill++)
        {
            await run.Wait(0, kill == 0 ? 2 : 4);
            engine.Kill();
            engine = run.StartEngine();
        }

        await publishing;
        await run.Judge();
    }

    [Theory]
    [MemberData(nameof(IdleKills))]
    public async Task Engine_killed_while_its_clocks_are_idle_has_published_what_the_log_and_its_ticks_lead_to(int seed)
    {
        const string IdleAfter = "200ms";
        using var run = await TortureRun.PrepareAsync("idle-killed", seed, fixture.AnyStore());
        var engine = run.StartEngine(IdleAfter);
        await engine.WaitUntilReady();
        foreach (var part in new[] { 0.3, 0.6, 1 })
        {
            await run.Trial.Feed.PublishUpTo(part, TimeSpan.FromSeconds(0.5));
            await run.Wait(0.3, 5);
            if (part == 1 || run.Random.Next(2) == 0) engine.Kill();
            if (engine.HasEnded) engine = run.StartEngine(IdleAfter);
            await run.Wait(0, 4);
        }

        // All of it is taken in; one stretch in which time alone releases what waits, whatever the kills left.
        await engine.WaitUntilReady();
        await run.Wait(4, 5);
        Assert.True(await run.JudgeByLog(IdleAfter) > 0, "no tick decided anything");
    }

    [IntegrationTheory]
    [MemberData(nameof(RedisKills))]
    public async Task Redis_killed_and_restarted_gives_the_golden_alerts(int seed)
    {
        using var redis = await RealRedis.StartAsync();
        using var run = await TortureRun.PrepareAsync("redis-killed", seed, redis.Address);
        var engine = run.StartEngine();
        await engine.WaitUntilReady();
        var publishing = run.Publish();

        // Half of the runs lose what Redis wrote in its last second; a fourth lose the engine in the same moment.
        await run.Wait(1, 1.5);
        var mark = TornLog.Mark(redis);
        await run.Wait(0.1, 1);
        redis.Kill();
        if (run.Random.Next(4) == 0)
        {
            engine.Kill();
            run.StartEngine();
        }

        if (run.Random.Next(2) == 0) mark.Tear(run.Random);
        await run.Wait(0, 1);
        await redis.StartAsync(CancellationToken.None);
        await publishing;
        await run.Judge();
    }

    [InProcessTheory]
    [MemberData(nameof(BrokerFaults))]
    public async Task Brokers_that_fail_answer_wrongly_and_change_leaders_give_the_golden_alerts(int seed)
    {
        const int Troubles = 4;
        using var run = await TortureRun.PrepareAsync("broker-faults", seed, fixture.AnyStore(), brokers: 3);
        var trouble = new BrokerTrouble(run);
        var engine = run.StartEngine();
        await engine.WaitUntilReady();
        for (var round = 1; round <= Troubles; round++)
        {
            // The engine stands still while the stream goes in: the faults are for it, not for the feed, whose repeated records would not be ours.
            if (!engine.HasEnded) engine.Suspend();
            await run.Trial.Feed.PublishUpTo((double)round / Troubles, TimeSpan.FromMilliseconds(100));
            run.Trial.Feed.Flush();
            var end = trouble.Begin();
            if (!engine.HasEnded) engine.Resume();
            await run.Wait(0.1, 0.7);
            end();
            if (engine.HasEnded) engine = run.StartEngine();
        }

        await run.Judge();
    }

    [IntegrationTheory]
    [MemberData(nameof(Storms))]
    public async Task Instances_that_join_and_leave_all_the_time_give_the_golden_alerts(int seed)
    {
        const int Changes = 5;
        using var run = await TortureRun.PrepareAsync("rebalance-storm", seed, fixture.Redis.Address, sessionMillis: 2200);
        var running = new List<EngineProcess> { run.StartEngine() };
        await running[0].WaitUntilReady();
        var publishing = run.Publish(slower: 5);
        for (var change = 0; change < Changes; change++)
        {
            await run.Wait(0.2, 2.5);
            if (running.Count < 2 || (running.Count < 3 && run.Random.Next(2) == 0)) running.Add(run.StartEngine());
            else await Leave(run, running);
        }

        await publishing;
        await run.Judge();
    }

    /// <summary>One instance stops as it should, or dies, or freezes for longer than the group has patience.</summary>
    private static async Task Leave(TortureRun run, List<EngineProcess> running)
    {
        var leaver = running[run.Random.Next(running.Count)];
        switch (run.Random.Next(4))
        {
            case 0:
                leaver.Kill();
                break;
            case 1:
                leaver.Suspend();
                await run.Wait(1, 3);
                leaver.Resume();
                return;
            default:
                await leaver.Stop();
                break;
        }

        running.Remove(leaver);
    }
}
