using Tsavorite.core;

namespace RiskEngine.Redis.Embedded;

/// <summary>Gives Garnet the files of one generation as <see cref="BlockDevice"/>s.</summary>
internal sealed class BlockDevices(Disk disk) : INamedDeviceFactoryCreator
{
    /// <summary>Name of the append-only log.</summary>
    public const string LogName = "aof.log";

    /// <summary>The append-only log; null before Garnet has asked for it.</summary>
    public BlockDevice? Log { get; private set; }

    /// <inheritdoc/>
    public INamedDeviceFactory Create(string baseName) => new Folder(this, baseName);

    private sealed class Folder(BlockDevices devices, string path) : INamedDeviceFactory
    {
        private Disk Disk { get; } = devices.Disk;

        public IDevice Get(FileDescriptor fileInfo)
        {
            var isLog = fileInfo.fileName == LogName;
            var device = new BlockDevice(Path.Combine(path, fileInfo.directoryName, fileInfo.fileName), isLog, Disk);
            if (isLog) devices.Log = device;
            return device;
        }

        public void Delete(FileDescriptor fileInfo)
        {
            if (Disk.ReadOnly) return;
            var name = Path.Combine(path, fileInfo.directoryName, fileInfo.fileName ?? "");
            try
            {
                if (fileInfo.fileName is not null) File.Delete($"{name}.0");
                else if (Directory.Exists(name)) Directory.Delete(name, recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It may stay: the whole folder goes with its generation.
            }
        }

        public IEnumerable<FileDescriptor> ListContents(string path1)
        {
            var folder = new DirectoryInfo(Path.Combine(path, path1));
            if (!folder.Exists) return [];
            return [
                .. folder.GetDirectories().OrderByDescending(entry => entry.LastWriteTimeUtc).Select(entry => new FileDescriptor(entry.Name, "")),
                .. folder.GetFiles().OrderByDescending(entry => entry.LastWriteTimeUtc).Select(entry => new FileDescriptor("", entry.Name)),
            ];
        }

        public uint GetSectorSize(FileDescriptor fileInfo) => BlockFile.DataBytes;
    }

    private Disk Disk => disk;
}
