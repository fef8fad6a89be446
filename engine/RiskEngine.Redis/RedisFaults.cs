using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>
/// Sorts what servers, the network and the client library say into faults with remedies. What a server says is repeated only as far as it cannot hold a
/// password.
/// </summary>
internal sealed class RedisFaults
{
    private const string Again = "the engine tries again by itself";

    // "decrypt error": an authority that the server trusts has the name of the one that signed.
    private static readonly string[] CertificateAlerts =
        ["unknown ca", "bad certificate", "certificate unknown", "certificate expired", "certificate revoked", "unsupported certificate", "decrypt error"];

    private readonly RedisOptions _options;
    private readonly ConfigurationOptions _client;
    private readonly bool _sentinel;

    /// <summary>Sorts faults of what these options lead to.</summary>
    /// <param name="options">The engine's options.</param>
    /// <param name="client">What was made of them.</param>
    /// <param name="sentinel">Whether the servers are Sentinels.</param>
    public RedisFaults(RedisOptions options, ConfigurationOptions client, bool sentinel = false)
    {
        _options = options;
        _client = client;
        _sentinel = sentinel;
    }

    private string User => (_sentinel ? _client.SentinelUser : _client.User) ?? "default";

    private bool GivesPassword => !string.IsNullOrEmpty(_sentinel ? _client.SentinelPassword : _client.Password);

    private string UserOption => _sentinel ? "'sentinelUser' in Redis:Configuration" : "Redis:User";

    private string PasswordOption => _sentinel ? "'sentinelPassword' in Redis:Configuration" : "Redis:Password";

    /// <summary>Of a step or a connection that failed.</summary>
    /// <param name="fault">What the client threw.</param>
    /// <param name="patience">How long the step was waited for.</param>
    public RedisFault Of(Exception fault, TimeSpan patience)
    {
        if (fault is TimeoutException)
        {
            return new RedisFault($"did not answer within {Seconds(patience)}",
                $"check that it runs and is neither overloaded nor blocked ('SLOWLOG GET'), and the network; {Again}");
        }

        var causes = CausesOf(fault).ToList();
        foreach (var cause in causes)
        {
            if (cause is RedisServerException) return OfAnswer(cause.Message);
            if (OfNetwork(cause) is { } known) return known;
        }

        if (fault.Message.Contains("requires writable", StringComparison.Ordinal))
        {
            return new RedisFault("has no primary that can be reached, only replicas", $"start or promote one, or add it to Redis:Configuration; {Again}");
        }

        return causes.OfType<RedisConnectionException>().FirstOrDefault() is { } connection
            ? OfConnection(connection)
            : new RedisFault($"did not serve ({LineOf(causes[0].Message)})", "check that it runs and accepts writes");
    }

    /// <summary>Of an error that a server answered.</summary>
    public RedisFault OfAnswer(string error)
    {
        var answer = WithoutArguments(error);
        var code = answer.Split(' ', 2)[0];
        return code switch
        {
            "NOAUTH" when GivesPassword => Refused(code),
            "NOAUTH" => new RedisFault("asks for a password (NOAUTH)", $"set {PasswordOption}, and {UserOption} for a user of its own"),
            "WRONGPASS" => Refused(code),
            "NOPERM" => NotAllowed(answer),
            "LOADING" => new RedisFault("is still loading its data (LOADING)", $"wait until it has; {Again}"),
            "READONLY" => new RedisFault("is a replica and takes no writes (READONLY)",
                $"name its primary in Redis:Configuration, or all servers, so that the one that is promoted is found; {Again}"),
            "MISCONF" => new RedisFault(
                "takes no writes because it could not save its data (MISCONF)", $"look at its log and its disk, or set 'stop-writes-on-bgsave-error no'; {Again}"),
            "OOM" => new RedisFault("is full (OOM)", $"raise its maxmemory, or remove what is not the engine's; {Again}"),
            "NOREPLICAS" => new RedisFault("takes no writes because too few replicas follow it (NOREPLICAS)", $"start them, or lower min-replicas-to-write; {Again}"),
            "CLUSTERDOWN" => new RedisFault("belongs to a cluster that does not serve all slots (CLUSTERDOWN)",
                $"look at 'CLUSTER INFO', and start or replace the nodes that are down; {Again}"),
            "MASTERDOWN" => new RedisFault("is a replica that has lost its primary (MASTERDOWN)", $"start the primary, or promote a replica; {Again}"),
            "TRYAGAIN" => new RedisFault("is moving the slot of the task (TRYAGAIN)", Again),
            "BUSY" => new RedisFault("is busy with a script that does not end (BUSY)", $"end it with 'SCRIPT KILL'; {Again}"),
            "WRONGTYPE" => new RedisFault("holds something else under the key of a task (WRONGTYPE)", "set another Redis:KeyPrefix, or remove that key"),
            "DENIED" or "-DENIED" => new RedisFault("is in protected mode (DENIED)",
                "give it a password or users, or let it listen on the address that the engine comes from ('bind', 'protected-mode')"),
            _ => OfText(answer),
        };
    }

    /// <summary>Of a failure of the network, or of TLS; null where it is neither.</summary>
    public RedisFault? OfNetwork(Exception cause) => cause switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery } =>
            new RedisFault("has a name that no address is known for", "correct Redis:Configuration, or the name service of this machine (/etc/hosts, DNS)"),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            new RedisFault("cannot be reached: nothing listens there", "start it, or correct host and port in Redis:Configuration"),
        SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted } => Closed(),
        SocketException other =>
            new RedisFault($"cannot be reached: {LineOf(other.Message)}", "check network and firewalls between this machine and it, and host and port in Redis:Configuration"),
        EndOfStreamException => Closed(),
        AuthenticationException rejected => OfTls(rejected.Message),
        InvalidOperationException unreadable when unreadable.Message.StartsWith("RESP protocol failure", StringComparison.Ordinal) => NoRedis(),
        { Message: var text } when text.Contains(" alert ", StringComparison.Ordinal) => OfTls(text),
        _ => null,
    };

    /// <summary>Of what a server said over TLS before it ended a connection; null where it said nothing.</summary>
    public RedisFault? OfAlert(Exception fault) =>
        CausesOf(fault).FirstOrDefault(cause => cause.Message.Contains(" alert ", StringComparison.Ordinal)) is { } alert ? OfNetwork(alert) : null;

    /// <summary>Of a certificate that is not accepted.</summary>
    public RedisFault OfCertificate(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string host)
    {
        if (certificate is null) return new RedisFault("shows no certificate", "give the server one ('tls-cert-file')");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return new RedisFault(
                $"shows a certificate for {NamesOf(certificate)}, not for '{host}'",
                "set sslHost=NAME in Redis:Configuration to a name in the certificate, or give the server a certificate for this name");
        }

        var states = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, state) => all | state.Status) ?? X509ChainStatusFlags.NoError;
        if (states.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return new RedisFault($"shows a certificate that is valid from {Day(certificate.NotBefore)} to {Day(certificate.NotAfter)} only",
                "renew it, or correct the clock of this machine");
        }

        if ((states & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            return new RedisFault(
                $"shows a certificate by '{certificate.Issuer}', which is not trusted",
                _options.CaFile is { } file ? $"name the file with that authority in Redis:CaFile ('{file}' lacks it)" : "name the file with that authority in Redis:CaFile");
        }

        return (states & (X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation)) != 0
            ? new RedisFault("shows a certificate of which cannot be found out whether it was revoked",
                "let this machine reach the authority's list, or set checkCertificateRevocation=false in Redis:Configuration")
            : new RedisFault($"shows a certificate that is not accepted ({states})", "give the server a valid one");
    }

    /// <summary>What answers is something else.</summary>
    public static RedisFault NoRedis() => new("is no Redis: what listens there answers in another protocol", "correct host and port in Redis:Configuration");

    /// <summary>It takes connections and says nothing.</summary>
    public static RedisFault Silent(TimeSpan patience) =>
        new($"takes connections but answers nothing within {Seconds(patience)}",
            "check that it is a Redis and is neither overloaded nor stopped, or correct host and port in Redis:Configuration");

    /// <summary>TLS is expected at a port without it.</summary>
    public static RedisFault NoTls() => new("speaks no TLS at this port", "name its TLS port ('tls-port') in Redis:Configuration, or drop ssl=true");

    /// <summary>TLS is spoken at a port where none is expected.</summary>
    public static RedisFault NeedsTls() =>
        new("speaks TLS at this port", "add ssl=true to Redis:Configuration, and Redis:CaFile for an authority of one's own, or name its port without TLS");

    /// <summary>Files that were readable at the start are not any more.</summary>
    public static RedisFault Unread(Exception fault) =>
        new($"cannot be spoken to: a file of TLS cannot be read ({LineOf(fault.Message)})", "correct Redis:CaFile, Redis:CertificateFile, Redis:KeyFile or Redis:KeyPassword");

    /// <summary>It ends connections before it answers.</summary>
    public static RedisFault Closed() => new("closed the connection", $"look at its log, and at what is between this machine and it; {Again}");

    private static RedisFault OfConnection(RedisConnectionException fault) => fault.FailureType switch
    {
        ConnectionFailureType.SocketClosed or ConnectionFailureType.SocketFailure or ConnectionFailureType.ConnectionDisposed => Closed(),
        ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection =>
            new RedisFault("cannot be reached", $"check that it runs, and the network between this machine and it; {Again}"),
        _ => new RedisFault($"did not serve ({LineOf(fault.Message)})", $"look at its log; {Again}"),
    };

    private static RedisFault OfTls(string text) => text switch
    {
        _ when text.Contains("certificate required", StringComparison.Ordinal) =>
            new RedisFault("asks for a certificate of the engine ('tls-auth-clients')",
                "name one that the server's authority has signed in Redis:CertificateFile, and its key in Redis:KeyFile"),
        _ when CertificateAlerts.Any(alert => text.Contains(alert, StringComparison.Ordinal)) =>
            new RedisFault($"does not accept the engine's certificate ({AlertOf(text)})",
                "name one in Redis:CertificateFile that is valid and by an authority that the server trusts ('tls-ca-cert-file')"),
        _ when text.Contains("remote certificate", StringComparison.Ordinal) =>
            new RedisFault($"shows a certificate that is not accepted ({LineOf(text)})",
                "check Redis:CaFile, sslHost= in Redis:Configuration, and that the certificate is in date"),
        _ => new RedisFault($"refuses to speak TLS ({LineOf(text)})",
            "check ssl=, sslProtocols= and the port in Redis:Configuration against the server's settings ('tls-port', 'tls-protocols')"),
    };

    private RedisFault OfText(string answer)
    {
        // A script whose commands the user may not run.
        if (answer.Contains("can't run this command", StringComparison.Ordinal)) return NotAllowed($"NOPERM, {answer}");
        if (answer.Contains("invalid password", StringComparison.Ordinal)) return Refused("invalid password");
        if (answer.Contains("max number of clients", StringComparison.Ordinal))
        {
            return new RedisFault("has too many clients (max number of clients reached)", $"raise its maxclients, or end clients; {Again}");
        }

        if (answer.Contains("unknown command", StringComparison.Ordinal))
        {
            return new RedisFault($"does not know a command that the engine needs ({answer})",
                "name a Redis of version 6 or newer whose commands are neither renamed nor disabled");
        }

        return new RedisFault($"refuses ({answer})", "look this up in its documentation and its log");
    }

    private RedisFault Refused(string code) => new(
        $"refuses user '{User}' with this password ({code})", $"correct {UserOption} and {PasswordOption}, and check that the user is on ('ACL LIST')");

    private RedisFault NotAllowed(string answer) => new(
        $"does not let user '{User}' do what the engine needs ({answer})", $"give the user the rights that docs/operations.md lists under Redis ('ACL SETUSER {User} …')");

    /// <summary>All causes, innermost first.</summary>
    private static IEnumerable<Exception> CausesOf(Exception fault)
    {
        var inner = fault is AggregateException several ? several.InnerExceptions : fault.InnerException is { } one ? [one] : (IEnumerable<Exception>)[];
        return inner.SelectMany(CausesOf).Append(fault);
    }

    /// <summary>Redis repeats the arguments of commands that it does not know, and one of them may be a password.</summary>
    private static string WithoutArguments(string error)
    {
        var answer = LineOf(error);
        const string Simple = "SimpleError: ";
        if (answer.StartsWith(Simple, StringComparison.Ordinal)) answer = answer[Simple.Length..];
        foreach (var behind in (string[])[", with args", " script: ", ". Verify if", ". Attempted command"])
        {
            if (answer.IndexOf(behind, StringComparison.Ordinal) is >= 0 and var end) answer = answer[..end];
        }

        return answer.TrimEnd('.', ' ');
    }

    private static string AlertOf(string text) => LineOf(text[(text.IndexOf("alert ", StringComparison.Ordinal) is >= 0 and var at ? at + "alert ".Length : 0)..]);

    /// <summary>A time as operators read it.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static string LineOf(string text) => text.Split('\n')[0].Trim().TrimEnd('.');

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))).ToList();
        return names.Count == 0 ? $"'{certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)}'" : string.Join(", ", names.Select(name => $"'{name}'"));
    }
}
