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
        using var file = new BlockFile(folder.In("log"), isLog: true, disk);
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
    public void End_of_the_file_is_its_first_block_that_is_not_whole()
    {
        using var folder = new TestFolder();
        Assert.Equal((0, "bytes are missing"), EndOf(folder));
        WriteBlocks(folder, 70);

        Assert.Equal((70 * Block, "bytes are missing"), EndOf(folder));
        Flip(folder.In("log"), (66 * BlockFile.StoredBytes) + 10);
        Assert.Equal((66 * Block, "the bytes do not fit their checksum"), EndOf(folder));
        Flip(folder.In("log"), (3 * BlockFile.StoredBytes) - 1);
        Assert.Equal((2 * Block, "the bytes do not fit their checksum"), EndOf(folder));
    }

    /// <summary>Of the torn block the bytes up to what is confirmed count, for they were there before it was written again; of all behind it nothing does.</summary>
    [Fact]
    public void Block_that_a_crash_tore_counts_up_to_what_is_confirmed_and_nothing_behind_it_does()
    {
        using var folder = new TestFolder();
        var bytes = WriteBlocks(folder, 4);
        Flip(folder.In("log"), (2 * BlockFile.StoredBytes) + 3000);
        using var disk = new Disk(readOnly: true, confirmedUntil: (2 * Block) + 1000) { EndOfLog = 2 * Block };
        using var file = new BlockFile(folder.In("log"), isLog: true, disk);

        var read = Read(file, 0, 4);

        var confirmed = (2 * Block) + 1000;
        Assert.Equal(bytes[..confirmed], read[..confirmed]);
        Assert.Equal(new byte[(4 * Block) - confirmed], read[confirmed..]);
        Assert.Null(disk.Damage);
    }

    [Fact]
    public void Block_that_is_damaged_while_it_is_in_use_is_told_and_not_given_out()
    {
        using var folder = new TestFolder();
        WriteBlocks(folder, 3);
        Flip(folder.In("log"), BlockFile.StoredBytes + 10);
        using var disk = new Disk(readOnly: true, confirmedUntil: 3 * Block);
        using var file = new BlockFile(folder.In("log"), isLog: true, disk);

        Assert.Equal(new byte[Block], Read(file, 1, 1));
        Assert.Equal($"{folder.In("log")}, byte {BlockFile.StoredBytes}: the bytes do not fit their checksum", disk.Damage);
    }

    [Fact]
    public async Task Write_that_the_disk_refuses_is_told_and_made_as_soon_as_the_disk_takes_it()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.In("sub"), "in the way");
        using var disk = new Disk(readOnly: false, confirmedUntil: Block);
        using var file = new BlockFile(folder.In("sub", "log"), isLog: true, disk);
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
        using var file = new BlockFile(folder.In("sub", "log"), isLog: true, disk);
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

    private static byte[] WriteBlocks(TestFolder folder, int count)
    {
        var bytes = new byte[count * Block];
        new Random(1).NextBytes(bytes);
        using var disk = new Disk(readOnly: false, confirmedUntil: 0);
        using var file = new BlockFile(folder.In("log"), isLog: true, disk);
        file.Write(0, bytes);
        return bytes;
    }

    private static (long, string) EndOf(TestFolder folder)
    {
        using var disk = new Disk(readOnly: true, confirmedUntil: 0);
        using var file = new BlockFile(folder.In("log"), isLog: true, disk);
        return file.FindEnd();
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
