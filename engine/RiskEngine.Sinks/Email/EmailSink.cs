using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Notices;
using RiskEngine.Sinks.Settings;

namespace RiskEngine.Sinks.Email;

/// <summary>Sends mail: one for each batch, so that what <c>Gather</c> brings together is a digest. The identity of a mail is that of its notices.</summary>
public sealed class EmailSink : ISink
{
    private readonly string _host;
    private readonly int _port;
    private readonly MailSecurity _security;
    private readonly (string User, string Password)? _login;
    private readonly MailboxAddress _from;
    private readonly IReadOnlyList<MailboxAddress> _to;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    private EmailSink(
        string host, int port, MailSecurity security, (string User, string Password)? login, MailboxAddress from, IReadOnlyList<MailboxAddress> to, TimeSpan timeout,
        TimeProvider time) =>
        (_host, _port, _security, _login, _from, _to, _timeout, _time) = (host, port, security, login, from, to, timeout, time);

    /// <summary>Makes it from its settings; null where they have faults.</summary>
    public static ISink? Create(SinkSettings settings, TimeProvider time)
    {
        var host = settings.Required("Host", "the mail server");
        var port = settings.Number("Port", 587, 1, 65_535, "its port");
        var security = settings.Choice("Security", MailSecurity.StartTls, "how the connection is secured; without TLS no password is sent");
        var user = settings.Optional("User", "who logs in");
        var password = settings.Optional("Password", "the password");
        var from = Address(settings, "From", settings.Required("From", "who sends: `RiskEngine <risk@city.example>`"));
        var given = settings.List("To", "to whom: `a@city.example,b@city.example`");
        var to = given.Select(one => Address(settings, "To", one)).OfType<MailboxAddress>().ToList();
        var timeout = settings.Span("Timeout", TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), "how long the server may take");
        if (given.Count == 0) settings.Refuse("To", "is not given; name somebody");
        if ((user is null) != (password is null)) settings.Refuse("User", "and Password belong together");
        if (user is not null && security == MailSecurity.None) settings.Refuse("Security", "is none: a password would be sent for everybody to read");
        if (from is null || settings.Faults.Count > 0) return null;
        return new EmailSink(host, port, security, user is null ? null : (user, password!), from, to, timeout, time);
    }

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Notice> notices, Action<Notice> accepted, CancellationToken cancellationToken)
    {
        using var mail = MailText.Of(notices, _from, _to, _time.GetUtcNow());
        using var patience = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(_host, _port, OptionsOf(_security), either.Token).ConfigureAwait(false);
            if (_login is { } login) await client.AuthenticateAsync(login.User, login.Password, either.Token).ConfigureAwait(false);
            await client.SendAsync(mail, either.Token).ConfigureAwait(false);

            // The server has taken it; what goes wrong after that must not send it again.
            foreach (var notice in notices) accepted(notice);
            await Leave(client, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SinkUnreachableException($"{_host}:{_port} has not answered within {_timeout.TotalSeconds:0.#} s");
        }
        catch (SmtpCommandException refused) when ((int)refused.StatusCode >= 500 && refused.ErrorCode is SmtpErrorCode.MessageNotAccepted or SmtpErrorCode.RecipientNotAccepted)
        {
            throw new SinkRefusedException($"{_host}:{_port} refuses the mail: {(int)refused.StatusCode} {refused.Message}", refused);
        }
        catch (Exception fault) when (fault is SocketException or IOException or ProtocolException or CommandException or AuthenticationException or SslHandshakeException
            or NotSupportedException)
        {
            throw new SinkUnreachableException($"{_host}:{_port}: {fault.Message.ReplaceLineEndings(" ")}", null, fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task Leave(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is SocketException or IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The mail has been taken.
        }
    }

    private static MailboxAddress? Address(SinkSettings settings, string key, string text)
    {
        if (text.Length == 0) return null;
        if (MailboxAddress.TryParse(text, out var address) && address.Address.Contains('@')) return address;
        settings.Refuse(key, $"has '{text}', which is no address of mail");
        return null;
    }

    private static SecureSocketOptions OptionsOf(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
