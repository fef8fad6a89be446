namespace RiskEngine.Cli.Tests.Editors;

/// <summary>A test that drives the editor Neovim; skipped where it is not installed.</summary>
public sealed class NeovimFactAttribute : FactAttribute
{
    public NeovimFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "nvim")))) Skip = "there is no nvim; install it, e.g. as root: apt-get install neovim";
    }
}
