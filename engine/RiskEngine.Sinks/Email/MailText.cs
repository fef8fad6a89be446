using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using RiskEngine.Core.Alerts;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Email;

/// <summary>Writes notices as one mail, in plain text: one of them, or several as a digest. Equal notices give equal identities.</summary>
internal static class MailText
{
    private const int MostInSubject = 120;

    /// <summary>Writes it.</summary>
    /// <param name="notices">At least one; the gravest gives the subject.</param>
    /// <param name="from">Who sends.</param>
    /// <param name="to">To whom.</param>
    /// <param name="written">The wall clock.</param>
    public static MimeMessage Of(IReadOnlyList<Notice> notices, MailboxAddress from, IEnumerable<MailboxAddress> to, DateTimeOffset written)
    {
        var host = from.Address[(from.Address.IndexOf('@') + 1)..];
        var mail = new MimeMessage(new[] { from }, to, SubjectOf(notices), new TextPart("plain") { Text = BodyOf(notices) })
        {
            Date = written,
            MessageId = $"{IdOf(notices)}@{host}",
        };

        // Mail programs show what concerns one subject together.
        if (notices.Select(notice => notice.Subject).Distinct().Count() == 1) mail.References.Add($"{notices[0].Subject}@{host}");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-RiskEngine-Ids", string.Join(' ', notices.Select(notice => notice.Id)));
        return mail;
    }

    private static string IdOf(IReadOnlyList<Notice> notices) => notices.Count == 1
        ? notices[0].Id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', notices.Select(notice => notice.Id)))))[..24];

    private static string SubjectOf(IReadOnlyList<Notice> notices)
    {
        var gravest = notices.OrderBy(notice => notice.IsEnd).ThenByDescending(notice => notice.Grade).First();
        var more = notices.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {notices.Count - 1} more") : "";
        var text = $"{(notices.All(notice => notice.IsDrill) ? "[DRILL] " : "")}[{Word(gravest)}] {gravest.Title}, {gravest.Place}".ReplaceLineEndings(" ");
        return (text.Length > MostInSubject ? text[..(MostInSubject - 1)] + "…" : text) + more;
    }

    private static string Word(Notice notice) => notice.IsEnd ? "over" : AlertJson.Name(notice.Grade);

    private static string BodyOf(IReadOnlyList<Notice> notices)
    {
        var body = new StringBuilder();
        foreach (var notice in notices)
        {
            if (notice.IsDrill) body.Append("This is a drill.\n");
            body.Append(notice.Message).Append("\n\n");
            Line("Grade", notice.IsEnd ? $"over, was {AlertJson.Name(notice.Grade)}" : AlertJson.Name(notice.Grade));
            Line("Certainty", notice.Certainty.ToString().ToLowerInvariant());
            Line("Place", notice.Place);
            Line("Began", notice.Began.ToString());
            Line("At", notice.At.ToString());
            Line("Because", notice.Because);
            Line("Rule", notice.Rule);
            Line("What to do", notice.Runbook);
            foreach (var (name, value) in notice.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)) Line(name, value);
            Line("Id", notice.Id);
            body.Append("\n-----\n\n");
        }

        return body.ToString();

        void Line(string name, string? value)
        {
            if (value is not null) body.Append(name).Append(": ").Append(value).Append('\n');
        }
    }
}
