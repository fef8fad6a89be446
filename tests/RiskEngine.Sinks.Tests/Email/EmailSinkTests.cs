using System.Text;
using MimeKit;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Email;
using RiskEngine.Sinks.Settings;

namespace RiskEngine.Sinks.Tests.Email;

/// <summary>Mails: what is in them, and what becomes of them where the server does not take them.</summary>
public sealed class EmailSinkTests
{
    [Fact]
    public async Task A_notice_is_a_mail_that_says_what_where_and_what_to_do()
    {
        using var server = new FakeMailServer();
        await Sink(server).SendAsync([Incidents.Notice(Incidents.Json())], _ => { }, CancellationToken.None);

        var mail = Read(Assert.Single(server.Mails));
        Assert.Equal("[orange] Gas in building b3, huaxi/c12/g07/b3", mail.Subject);
        Assert.Equal($"{Incidents.IdOf(1)}-1@city.example", mail.MessageId);
        Assert.Equal($"{Incidents.IdOf(1)}@city.example", Assert.Single(mail.References));
        Assert.Equal("risk@city.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal(["a@city.example", "b@city.example"], mail.To.Mailboxes.Select(one => one.Address));
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.StartsWith("Gas rises in building b3, and two doors stand open.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("What to do: docs/runbooks/gas.md", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("team: gas desk", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_notices_are_a_digest_named_after_the_gravest()
    {
        using var server = new FakeMailServer();
        var records = new[] { Incidents.Json(1, grade: "yellow"), Incidents.Json(2, grade: "red", isEnd: true), Incidents.Json(3, grade: "orange") };
        var notices = records.Select(Incidents.Notice).ToList();
        var accepted = new List<string>();
        await Sink(server).SendAsync(notices, notice => accepted.Add(notice.Id), CancellationToken.None);

        var mail = Read(Assert.Single(server.Mails));
        Assert.Equal("[orange] Gas in building b3, huaxi/c12/g07/b3 and 2 more", mail.Subject);
        Assert.Equal(notices.Select(notice => notice.Id), mail.Headers["X-RiskEngine-Ids"]!.Split(' '));
        Assert.Equal(3, mail.TextBody!.Split("-----").Length - 1);
        Assert.Equal(notices.Select(notice => notice.Id), accepted);
    }

    [Fact]
    public async Task The_same_notices_are_the_same_mail_by_id()
    {
        using var server = new FakeMailServer();
        var notices = new[] { Incidents.Json(1), Incidents.Json(2) }.Select(Incidents.Notice).ToList();
        await Sink(server).SendAsync(notices, _ => { }, CancellationToken.None);
        await Sink(server).SendAsync(notices, _ => { }, CancellationToken.None);

        Assert.Single(server.Mails.Select(mail => Read(mail).MessageId).Distinct());
        Assert.Equal(2, server.Mails.Count);
    }

    [Fact]
    public async Task A_drill_says_so_first()
    {
        using var server = new FakeMailServer();
        await Sink(server).SendAsync([Incidents.Notice(Incidents.Json()) with { IsDrill = true }], _ => { }, CancellationToken.None);

        var mail = Read(Assert.Single(server.Mails));
        Assert.StartsWith("[DRILL] ", mail.Subject, StringComparison.Ordinal);
        Assert.StartsWith("This is a drill.", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_cannot_add_headers()
    {
        using var server = new FakeMailServer();
        await Sink(server).SendAsync([Incidents.Notice(Incidents.Json()) with { Title = "Gas\r\nBcc: all@city.example" }], _ => { }, CancellationToken.None);

        Assert.Empty(Read(Assert.Single(server.Mails)).Bcc);
    }

    [Theory]
    [InlineData("RCPT", "550 no such user", true)]
    [InlineData(".", "554 no spam", true)]
    [InlineData(".", "451 try later", false)]
    [InlineData("RCPT", "450 greylisted", false)]
    [InlineData("MAIL", "421 too busy", false)]
    public async Task What_the_server_refuses_for_good_is_told_from_what_it_may_take_later(string command, string answer, bool isForGood)
    {
        using var server = new FakeMailServer { Answer = given => given.StartsWith(command, StringComparison.Ordinal) ? answer : null };
        var sending = Sink(server).SendAsync([Incidents.Notice(Incidents.Json())], _ => Assert.Fail("it was not accepted"), CancellationToken.None);

        if (isForGood) await Assert.ThrowsAsync<SinkRefusedException>(() => sending);
        else await Assert.ThrowsAsync<SinkUnreachableException>(() => sending);
    }

    [Fact]
    public async Task Without_TLS_nothing_is_sent_where_TLS_is_asked_for()
    {
        using var server = new FakeMailServer();
        await Assert.ThrowsAsync<SinkUnreachableException>(() =>
            Sink(server, ("Security", "starttls")).SendAsync([Incidents.Notice(Incidents.Json())], _ => { }, CancellationToken.None));

        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_server_that_hangs_is_tried_again()
    {
        using var server = new FakeMailServer { Answer = command => command.StartsWith("MAIL", StringComparison.Ordinal) ? FakeMailServer.Silence : null };
        var sending = Sink(server, ("Timeout", "1s")).SendAsync([Incidents.Notice(Incidents.Json())], _ => { }, CancellationToken.None);

        await Assert.ThrowsAsync<SinkUnreachableException>(() => sending);
    }

    [Theory]
    [InlineData("Security", "none", "User", "u", "Password", "p", "Security is none: a password would be sent for everybody to read")]
    [InlineData("User", "u", "Port", "587", "Security", "tls", "User and Password belong together")]
    [InlineData("To", "nobody", "Port", "587", "Security", "tls", "To has 'nobody', which is no address of mail")]
    [InlineData("Port", "0", "Security", "tls", "Timeout", "5s", "Port is '0'; write a whole number, 1 to 65535")]
    public void Settings_that_cannot_be_used_are_refused(string key1, string value1, string key2, string value2, string key3, string value3, string fault)
    {
        var values = Values(25);
        foreach (var (key, value) in new[] { (key1, value1), (key2, value2), (key3, value3) }) values[key] = value;
        var settings = new SinkSettings("Sinks:mail", values);

        Assert.Null(EmailSink.Create(settings, TimeProvider.System));
        Assert.Contains(settings.Faults, found => found.EndsWith(fault, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Values(int port) => new()
    {
        ["Host"] = "127.0.0.1", ["Port"] = $"{port}", ["Security"] = "none", ["From"] = "RiskEngine <risk@city.example>", ["To"] = "a@city.example, b@city.example",
    };

    private static ISink Sink(FakeMailServer server, params (string Key, string Value)[] more)
    {
        var values = Values(server.Port);
        foreach (var (key, value) in more) values[key] = value;
        var settings = new SinkSettings("Sinks:mail", values);
        var sink = EmailSink.Create(settings, TimeProvider.System);
        Assert.Empty(settings.Faults);
        return sink!;
    }

    private static MimeMessage Read(string mail) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail)));
}
