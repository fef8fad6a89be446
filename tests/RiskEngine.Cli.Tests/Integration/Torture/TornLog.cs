using RiskEngine.Simulator.Servers;

namespace RiskEngine.Cli.Tests.Integration.Torture;

/// <summary>The end of a Redis log that never reached the disk, as when the machine loses power with <c>appendfsync everysec</c>.</summary>
internal sealed class TornLog
{
    private readonly string _file;
    private readonly long _kept;

    private TornLog(string file, long kept)
    {
        _file = file;
        _kept = kept;
    }

    /// <summary>Remembers what has been written by now.</summary>
    public static TornLog Mark(PrivateRedis redis)
    {
        var file = Directory.GetFiles(Path.Combine(redis.Folder, "appendonlydir"), "*.incr.aof").Single();
        return new TornLog(file, new FileInfo(file).Length);
    }

    /// <summary>Loses what has been written since the mark, but for a random part.</summary>
    /// <returns>Bytes lost.</returns>
    public long Tear(Random random)
    {
        using var log = new FileStream(_file, FileMode.Open, FileAccess.Write);
        var whole = log.Length;
        log.SetLength(_kept + random.NextInt64(whole - _kept + 1));
        return whole - log.Length;
    }
}
