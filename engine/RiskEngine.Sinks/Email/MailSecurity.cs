namespace RiskEngine.Sinks.Email;

/// <summary>How the connection to a mail server is secured.</summary>
public enum MailSecurity
{
    /// <summary>In plain text first, then TLS, which must succeed.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    Tls,

    /// <summary>Not at all: for a server on the same machine.</summary>
    None,
}
