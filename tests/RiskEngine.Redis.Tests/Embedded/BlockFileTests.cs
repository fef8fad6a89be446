using RiskEngine.Redis.Embedded;
using RiskEngine.Redis.Tests.Servers;

namespace RiskEngine.Redis.Tests.Embedded;

/// <summary>Files in checksummed blocks, and a disk that refuses.</summary>
public sealed class BlockFileTests
{
    private const int Block = BlockFile.DataBytes;

    [Fact]
    public void Blocks_come_back_as_they_were_written()
    {
        using var folder = new TestFolder();
        using var disk = new Disk(readOnly: false, confirmedUntil: 100 * Block);
        using var file = new BlockFile(folder.In("log"), isLog: true, 0, disk);
        var bytes = new byte[100 * Block];
        new Random(1).NextBytes(bytes);
        file.Write(0, bytes.AsSpan(0, 70 * Block));
        file.Write(70 * Block, bytes.AsSpan(70 * Block));

        Assert.Equal(bytes, Read(file, 0, 100));
        Assert.Equal(bytes[(33 * Block)..(35 * Block)], Read(file, 33, 2));
        Assert.Null(disk.Damage);
        Assert.Equal(100 * BlockFile.StoredBytes, new FileInfo(folder.In("log")).Length);
    }

    [Fact]
    public void Block_that_a_crash_tore_behind_what_is_confirmed_is_no_damage_and_one_before_it_is()
    {
        using var folder = new TestFolder();
        var bytes = new byte[4 * Block];
        new Random(1).NextBytes(bytes);
        using (var disk = new Disk(readOnly: false, confirmedUntil: 0))
        using (var file = new BlockFile(folder.In("log"), isLog: true, 0, disk))
        {
            file.Write(0, bytes);
        }

        Flip(folder.In("log"), (3 * BlockFile.StoredBytes) + 10);
        Assert.Null(DamageOf(folder, confirmedUntil: 3 * Block));
        Flip(folder.In("log"), BlockFile.StoredBytes + 10);
        Assert.Equal($"{folder.In("log")}, byte {BlockFile.StoredBytes}: the bytes do not fit their checksum", DamageOf(folder, confirmedUntil: 3 * Block));
        Assert.Null(DamageOf(folder, confirmedUntil: Block));
    }

    [Fact]
    public async Task Write_that_the_disk_refuses_is_told_and_made_as_soon_as_the_disk_takes_it()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.In("sub"), "in the way");
        using var disk = new Disk(readOnly: false, confirmedUntil: Block);
        using var file = new BlockFile(folder.In("sub", "log"), isLog: true, 0, disk);
        var bytes = new byte[Block];
        new Random(1).NextBytes(bytes);

        var writing = disk.PersistAsync(file.Name, () => file.Write(0, bytes));
        Assert.Contains(folder.In("sub", "log"), await disk.FirstFault.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        Assert.NotNull(disk.Fault);
        Assert.False(writing.IsCompleted);
        File.Delete(folder.In("sub"));
        await writing.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Null(disk.Fault);
        Assert.False(disk.HasDropped);
        Assert.Equal(bytes, Read(file, 0, 1));
    }

    [Fact]
    public async Task Write_that_the_disk_refuses_at_the_end_is_dropped_and_so_is_all_behind_it()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.In("sub"), "in the way");
        using var disk = new Disk(readOnly: false, confirmedUntil: 0);
        using var file = new BlockFile(folder.In("sub", "log"), isLog: true, 0, disk);
        var first = disk.PersistAsync(file.Name, () => file.Write(0, new byte[Block]));
        await disk.FirstFault.WaitAsync(TimeSpan.FromSeconds(30));

        disk.GiveUp();
        await first.WaitAsync(TimeSpan.FromSeconds(30));
        File.Delete(folder.In("sub"));
        await disk.PersistAsync(file.Name, () => file.Write(Block, new byte[Block]));

        Assert.True(disk.HasDropped);
        Assert.NotNull(disk.Fault);
        Assert.Empty(folder.Files);
    }

    private static string? DamageOf(TestFolder folder, long confirmedUntil)
    {
        using var disk = new Disk(readOnly: true, confirmedUntil);
        using var file = new BlockFile(folder.In("log"), isLog: true, 0, disk);
        Read(file, 0, 4);
        return disk.Damage;
    }

    private static byte[] Read(BlockFile file, int block, int blocks)
    {
        var bytes = new byte[blocks * Block];
        file.Read(block * Block, bytes);
        return bytes;
    }

    private static void Flip(string file, int at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
