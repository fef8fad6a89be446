using System.Security.Cryptography;
using System.Text;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Settings;
using RiskEngine.Sinks.Tests.Servers;
using RiskEngine.Sinks.Webhook;

namespace RiskEngine.Sinks.Tests.Webhook;

/// <summary>What a webhook's server gets, whatever it does: nothing is lost, nothing is accepted twice.</summary>
public sealed class WebhookSinkTests
{
    private const string Secret = "a secret of the desk";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_message_is_the_record_signed_and_named()
    {
        using var server = new ScriptedServer(_ => 204);
        var record = Incidents.Record(Incidents.Json());
        await new SinkRig(Sink(server)).Take([record]);

        var request = Assert.Single(server.Accepted);
        Assert.Equal(record.Value!.Value.ToArray(), request.Body);
        Assert.Equal($"{Incidents.IdOf(1)}-1", request.Id);
        Assert.StartsWith("application/json", request.Headers["content-type"], StringComparison.Ordinal);
        Assert.Equal("Bearer abc", request.Headers["authorization"]);
        Assert.Equal("incident", request.Headers["riskengine-kind"]);
        Assert.DoesNotContain("riskengine-drill", request.Headers.Keys);
        Assert.Equal(Signed(request, Secret), request.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task While_secrets_change_both_sign()
    {
        using var server = new ScriptedServer(_ => 200);
        await new SinkRig(Sink(server, ("OldSecret", "the secret of before"))).Take([Incidents.Record(Incidents.Json())]);

        var request = Assert.Single(server.Accepted);
        Assert.Equal($"{Signed(request, Secret)} {Signed(request, "the secret of before")}", request.Headers["webhook-signature"]);
    }

    [Fact]
    public void The_signature_is_that_of_Standard_Webhooks() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8));

    [Fact]
    public async Task A_drill_says_so()
    {
        using var server = new ScriptedServer(_ => 200);
        var json = Incidents.Json();
        json["drill"] = true;
        await new SinkRig(Sink(server)).Take([Incidents.Record(json)]);

        Assert.Equal("true", Assert.Single(server.Accepted).Headers["riskengine-drill"]);
    }

    /// <summary>The server hangs, breaks off and answers 500 by turns; every message is accepted, once by id, in order.</summary>
    [Fact]
    public async Task Through_all_that_a_server_does_nothing_is_lost_and_nothing_accepted_twice()
    {
        var random = new Random(16);
        var requests = 0;
        using var server = new ScriptedServer(_ =>
        {
            lock (random)
            {
                if (++requests is 4 or 30 or 77) return ScriptedServer.Hang;
                return random.Next(8) switch { 0 or 1 => ScriptedServer.Break, 2 => 500, 3 => 503, 4 => 429, _ => 200 };
            }
        });
        var rig = new SinkRig(Sink(server, ("Timeout", "2s")));
        await rig.Take(Incidents.Many(60)).WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(1, 60).Select(i => $"{Incidents.IdOf(i)}-1"), server.Accepted.Select(request => request.Id));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (long)i), rig.Done);
        Assert.True(requests > 77);
        Assert.Equal(server.All.Count - 60, rig.Status.Report.Retried);
        Assert.Empty(rig.DeadLetters.All);
    }

    [Fact]
    public async Task A_server_that_is_gone_gets_everything_when_it_is_back()
    {
        using var server = new ScriptedServer(_ => 200);
        server.Stop();
        var rig = new SinkRig(Sink(server));
        var taking = rig.Take(Incidents.Many(5));
        while (rig.Status.Report.Retried < 3) await Task.Yield();
        Assert.NotNull(rig.Status.Report.FailingSince);
        Assert.Empty(rig.Done);
        server.Start();
        await taking.WaitAsync(Patience);

        Assert.Equal(5, server.Accepted.Select(request => request.Id).Distinct().Count());
        Assert.Equal(5, server.Accepted.Count);
        Assert.Null(rig.Status.Report.FailingSince);
    }

    [Fact]
    public async Task A_message_that_the_server_refuses_becomes_a_dead_letter_and_the_others_arrive()
    {
        using var server = new ScriptedServer(request => request.Id.StartsWith(Incidents.IdOf(3), StringComparison.Ordinal) ? 422 : 200);
        var rig = new SinkRig(Sink(server));
        await rig.Take(Incidents.Many(5)).WaitAsync(Patience);

        Assert.Equal(new[] { 1, 2, 4, 5 }.Select(i => $"{Incidents.IdOf(i)}-1"), server.Accepted.Select(request => request.Id));
        var letter = Assert.Single(rig.DeadLetters.All);
        Assert.Equal(("desk", $"{Incidents.IdOf(3)}-1", $"http://127.0.0.1:{server.Port} answers 422: no: 422"), letter);
        Assert.Equal([0L, 1, 2, 3, 4], rig.Done);
        Assert.Equal(1, rig.Status.Report.Refused);
    }

    /// <summary>A wrong secret or address would refuse everything: that is not a fault of the messages.</summary>
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_refuses_everything_is_tried_until_it_is_mended(int status)
    {
        var answers = 0;
        using var server = new ScriptedServer(_ => Interlocked.Increment(ref answers) <= 3 ? status : 200);
        var rig = new SinkRig(Sink(server));
        await rig.Take(Incidents.Many(2)).WaitAsync(Patience);

        Assert.Equal(2, server.Accepted.Count);
        Assert.Empty(rig.DeadLetters.All);
        Assert.Equal(3, rig.Status.Report.Retried);
    }

    /// <summary>The process ends at any moment and another goes on from what was done: what was on its way comes once more, with the same id, and nothing else does.</summary>
    [Fact]
    public async Task After_crashes_at_random_moments_nothing_is_lost_and_only_what_was_on_its_way_comes_again()
    {
        var random = new Random(7);
        using var server = new ScriptedServer(_ => 200);
        var records = Incidents.Many(200);
        var rig = new SinkRig(Sink(server));
        var crashes = 0;
        for (var next = 0; next < records.Count;)
        {
            var stopAt = server.Accepted.Count + random.Next(1, 12);
            using var crash = new CancellationTokenSource();
            var taking = rig.Take([.. records.Skip(next)], crash.Token);
            while (!taking.IsCompleted && server.Accepted.Count < stopAt) await Task.Yield();
            if (!taking.IsCompleted) crashes++;
            await crash.CancelAsync();
            await taking.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
            next = rig.Done.Count;
            rig.Restart(Sink(server), records.Take(next));
        }

        Assert.True(crashes > 5);
        Assert.Equal(records.Select(record => record.Offset), rig.Done);
        Assert.Equal(200, server.Accepted.Select(request => request.Id).Distinct().Count());
        Assert.InRange(server.Accepted.Count, 200, 200 + crashes);
    }

    [Fact]
    public async Task Faults_tell_the_server_and_neither_path_nor_secret()
    {
        using var server = new ScriptedServer(_ => 500);
        await using var sink = Sink(server);
        var fault = await Assert.ThrowsAsync<SinkUnreachableException>(() => sink.SendAsync([Incidents.Notice(Incidents.Json())], _ => { }, CancellationToken.None));

        Assert.Equal($"http://127.0.0.1:{server.Port} answers 500: no: 500", fault.Message);
        Assert.DoesNotContain("geheim", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_names_a_time_is_asked_again_then()
    {
        using var server = new ScriptedServer(_ => 503, new Dictionary<string, string> { ["Retry-After"] = "17" });
        await using var sink = Sink(server);
        var fault = await Assert.ThrowsAsync<SinkUnreachableException>(() => sink.SendAsync([Incidents.Notice(Incidents.Json())], _ => { }, CancellationToken.None));

        Assert.Equal(TimeSpan.FromSeconds(17), fault.RetryAfter);
    }

    private static ISink Sink(ScriptedServer server, params (string Key, string Value)[] more)
    {
        var values = new Dictionary<string, string> { ["Url"] = server.Address, ["Secret"] = Secret, ["Headers:Authorization"] = "Bearer abc", ["Timeout"] = "60s" };
        foreach (var (key, value) in more) values[key] = value;
        var settings = new SinkSettings("Sinks:desk", values);
        var sink = WebhookSink.Create(settings, TimeProvider.System);
        Assert.Empty(settings.Faults);
        return sink!;
    }

    private static string Signed(ReceivedRequest request, string secret)
    {
        var text = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Text}";
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)))}";
    }
}
