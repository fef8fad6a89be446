using System.Diagnostics.CodeAnalysis;

namespace RiskEngine.Redis.Embedded;

/// <summary>What the files of one generation tell about the disk: whether it takes writes, and whether what it gives back is what was written. Any thread may call.</summary>
internal sealed class Disk(bool readOnly, long confirmedUntil) : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _givingUp = new();
    private readonly TaskCompletionSource<string> _firstFault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _fault;
    private volatile string? _damage;
    private volatile bool _dropped;

    /// <summary>Whether the files are read and left as they are.</summary>
    public bool ReadOnly => readOnly;

    /// <summary>How far the log was on the disk for certain, as an address of the log: below it every byte must be as it was written.</summary>
    public long ConfirmedUntil => confirmedUntil;

    /// <summary>Why writes do not reach the disk at present; null where they do.</summary>
    public string? Fault => _fault;

    /// <summary>From here on nothing of the log is believed, as an address of the log: a crash has torn the block that begins here, or there is none.</summary>
    public long EndOfLog { get; set; } = long.MaxValue;

    /// <summary>Ends with the first fault.</summary>
    public Task<string> FirstFault => _firstFault.Task;

    /// <summary>The first damage that was read; null where there was none.</summary>
    public string? Damage => _damage;

    /// <summary>Notes that something that had been stored is not there any more.</summary>
    public void Damaged(string file, long offset, string what) => _damage ??= $"{file}, byte {offset}: {what}";

    /// <summary>Whether something was not written because the store closed while the disk refused.</summary>
    public bool HasDropped => _dropped;

    /// <summary>
    /// Writes, and tries again for as long as the disk refuses: to Garnet a failed write is the end of its log. Once the store closes, what the disk refuses
    /// is dropped.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "any failure to write is a fault of the disk, and none may reach Garnet")]
    public async Task PersistAsync(string file, Action write)
    {
        while (!_dropped)
        {
            try
            {
                write();
                _fault = null;
                return;
            }
            catch (Exception fault)
            {
                _fault = $"{file}: {fault.Message}";
                _firstFault.TrySetResult(_fault);
                _dropped = _givingUp.IsCancellationRequested;
                await Task.Delay(RetryDelay, _givingUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>From now on a write that fails is not tried again.</summary>
    public void GiveUp() => _givingUp.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _givingUp.Dispose();
}
