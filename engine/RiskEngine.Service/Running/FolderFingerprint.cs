namespace RiskEngine.Service.Running;

/// <summary>Tells cheaply whether files changed: names, lengths and times of last writing, no contents.</summary>
internal static class FolderFingerprint
{
    /// <summary>Takes the fingerprint; equal only within one process. A folder that cannot be read has one of its own.</summary>
    /// <param name="path">A folder, with all below it, or a file, with its neighbours.</param>
    public static long Of(string path)
    {
        var isFolder = Directory.Exists(path);
        var folder = new DirectoryInfo(isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
        long sum = 0;
        try
        {
            foreach (var file in folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = isFolder, IgnoreInaccessible = true, AttributesToSkip = 0 }))
            {
                sum += HashCode.Combine(file.FullName, file.Length, file.LastWriteTimeUtc) * 0x9E37_79B9L;
            }
        }
        catch (IOException)
        {
            // A folder or file has gone in the meantime; the next look will show.
            return -1;
        }

        return sum;
    }
}
