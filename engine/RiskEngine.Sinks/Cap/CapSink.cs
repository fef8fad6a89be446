using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Http;
using RiskEngine.Sinks.Notices;
using RiskEngine.Sinks.Settings;

namespace RiskEngine.Sinks.Cap;

/// <summary>
/// Writes CAP 1.2: a file in a folder, or a post to a web server, for each notice. The first about a subject is an Alert, then come Updates and a Cancel, which refer to
/// those before.
/// </summary>
public sealed class CapSink : IRecallingSink
{
    /// <summary>A message refers to the first and to the last of those before it.</summary>
    private const int MostReferences = 20;

    private readonly Dictionary<string, List<CapReference>> _before = new(StringComparer.Ordinal);
    private readonly CapOptions _options;
    private readonly PlacesFile _places;
    private readonly HttpPost? _post;
    private readonly string? _folder;

    private CapSink(CapOptions options, PlacesFile places, HttpPost? post, string? folder) => (_options, _places, _post, _folder) = (options, places, post, folder);

    /// <summary>Makes it from its settings; null where they have faults.</summary>
    public static ISink? Create(SinkSettings settings, TimeProvider time)
    {
        var folder = settings.Optional("Folder", "where a file is written for each message, named after its identifier; or give `Url`");
        var address = settings.Address("Url", false, "where messages are posted to, as `application/cap+xml`; or give `Folder`");
        var headers = settings.Map("Headers", "headers that are sent with each post; all count as secrets");
        var timeout = settings.Span("Timeout", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), "how long an answer may take");
        var file = settings.Optional("Places", "GeoJSON file that says where areas are, for `polygon`, `circle` and `geocode`");
        var options = new CapOptions
        {
            Sender = settings.Required("Sender", "who sends, unique in the world: `desk@city.example`"),
            SenderName = settings.Optional("SenderName", "who sends, for people"),
            Status = settings.Choice("Status", CapStatus.Actual, "`status` of messages that are no drills, which are `Exercise`"),
            Scope = settings.Choice("Scope", CapScope.Restricted, "`scope`"),
            Restriction = settings.Text("Restriction", new CapOptions { Sender = "" }.Restriction, "said where the scope is restricted"),
            Addresses = settings.Optional("Addresses", "addressees, with blanks between; needed where the scope is private"),
            Language = settings.Text("Language", "en-US", "language of titles and messages"),
            Expires = settings.Span("Expires", TimeSpan.FromHours(24), TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), "how long a message is valid"),
            Contact = settings.Optional("Contact", "whom to ask"),
            Web = settings.Optional("Web", "where to read more"),
        };
        if ((folder is null) == (address is null)) settings.Refuse("Folder", "or Url must be given, one of both");
        if (options.Sender.AsSpan().ContainsAny(" ,<&")) settings.Refuse("Sender", "must have no blank, comma, < or &");
        if (options.Scope == CapScope.Private && options.Addresses is null) settings.Refuse("Addresses", "is needed where Scope is private");
        var places = ReadPlaces(settings, file);
        if (settings.Faults.Count > 0) return null;
        return new CapSink(options, places, address is null ? null : new HttpPost(address, headers, timeout, time), folder);
    }

    /// <inheritdoc/>
    public void Recall(Notice notice) => Keep(notice);

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Notice> notices, Action<Notice> accepted, CancellationToken cancellationToken)
    {
        foreach (var notice in notices)
        {
            var message = CapMessage.Write(notice, _before.GetValueOrDefault(notice.Subject) ?? [], _places.Find(notice.Place), _options);
            if (_post is not null) await _post.SendAsync(message, "application/cap+xml", [], cancellationToken).ConfigureAwait(false);
            if (_folder is not null) await Write(_folder, CapReference.Of(notice).Identifier, message, cancellationToken).ConfigureAwait(false);
            Keep(notice);
            accepted(notice);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _post?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static PlacesFile ReadPlaces(SinkSettings settings, string? file)
    {
        try
        {
            return file is null ? PlacesFile.None : PlacesFile.Read(file);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            settings.Refuse("Places", $"cannot be read: {fault.Message}");
            return PlacesFile.None;
        }
    }

    /// <summary>A file is there whole, or not at all; the same message again is the same file.</summary>
    private static async Task Write(string folder, string identifier, byte[] message, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"{identifier}.xml");
            var draft = Path.Combine(folder, $".{identifier}.part");
            await File.WriteAllBytesAsync(draft, message, cancellationToken).ConfigureAwait(false);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SinkUnreachableException($"{folder} cannot be written: {fault.Message}", null, fault);
        }
    }

    private void Keep(Notice notice)
    {
        if (notice.IsEnd)
        {
            _before.Remove(notice.Subject);
            return;
        }

        if (!_before.TryGetValue(notice.Subject, out var before)) _before[notice.Subject] = before = [];
        before.Add(CapReference.Of(notice));
        if (before.Count > MostReferences) before.RemoveAt(1);
    }
}
