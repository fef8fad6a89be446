using System.Net;
using System.Net.Http.Headers;
using RiskEngine.Sinks.Delivery;

namespace RiskEngine.Sinks.Http;

/// <summary>Posts to a web server, and says of an answer whether the message, or only the moment, was wrong.</summary>
/// <remarks>
/// 400, 409, 410, 413, 415, 422 and the like are about the message: it is refused. 401, 403, 404, 405 and 407 are about how the sink is set up, and would refuse every
/// message: they are tried again, as are 408, 425, 429, 5xx, redirects, and a server that does not answer in time.
/// </remarks>
internal sealed class HttpPost : IDisposable
{
    private const int MostShown = 200;

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="address">Where to.</param>
    /// <param name="headers">Sent with each, e.g. <c>Authorization</c>.</param>
    /// <param name="timeout">How long an answer may take.</param>
    /// <param name="time">The time of that.</param>
    public HttpPost(Uri address, IReadOnlyDictionary<string, string> headers, TimeSpan timeout, TimeProvider time)
    {
        (_address, _headers, _timeout, _time) = (address, headers, timeout, time);

        // A redirect would take the message, and what is secret in it, to where nobody has sent it. Addresses of names change.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = timeout })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The server, without path and query, which often carry a secret.</summary>
    public string Server => $"{_address.Scheme}://{_address.Authority}";

    /// <summary>Posts a body.</summary>
    /// <exception cref="SinkUnreachableException">It may be accepted later.</exception>
    /// <exception cref="SinkRefusedException">It never will.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> body, string contentType, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            foreach (var (name, value) in _headers.Select(pair => (pair.Key, pair.Value)).Concat(headers)) request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode) return;
            var words = $"{Server} answers {(int)answer.StatusCode}{await Said(answer, either.Token).ConfigureAwait(false)}";
            if (IsAboutTheMessage(answer.StatusCode)) throw new SinkRefusedException(words);
            throw new SinkUnreachableException(words, RetryAfter(answer));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SinkUnreachableException($"{Server} has not answered within {_timeout.TotalSeconds:0.#} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new SinkUnreachableException($"{Server} cannot be reached: {fault.Message}", null, fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static bool IsAboutTheMessage(HttpStatusCode status) => (int)status is >= 400 and < 500
        && (int)status is not (401 or 403 or 404 or 405 or 407 or 408 or 425 or 429);

    private static async Task<string> Said(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(stream);
        var characters = new char[MostShown];
        var count = await reader.ReadBlockAsync(characters.AsMemory(), cancellationToken).ConfigureAwait(false);
        var text = new string(characters, 0, count).ReplaceLineEndings(" ").Trim();
        return text.Length > 0 ? $": {text}" : "";
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } wait } => Bounded(wait),
        { Date: { } date } => Bounded(date - _time.GetUtcNow()),
        _ => null,
    };

    private static TimeSpan Bounded(TimeSpan wait) => wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > TimeSpan.FromMinutes(10) ? TimeSpan.FromMinutes(10) : wait;
}
