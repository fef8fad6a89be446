using System.Text;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Ticks;

/// <summary>Requests that a test makes, from offset 40 on.</summary>
internal sealed class MemoryRequests : IRequestSource
{
    private readonly Queue<RequestRecord> _requests = new();
    private long _next = 40;

    public MemoryRequests Ask(string json)
    {
        _requests.Enqueue(new RequestRecord("asked", _next++, Encoding.UTF8.GetBytes(json), 7_000));
        return this;
    }

    public bool TryPeek(out RequestRecord request) => _requests.TryPeek(out request);

    public void Advance() => _requests.Dequeue();

    public void Dispose()
    {
    }
}
