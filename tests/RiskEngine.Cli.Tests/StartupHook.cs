/// <summary>
/// Notes every assembly that a process loads, one name a line, where the test that starts it asks for that. The runtime calls it before the program: it looks for a class of
/// this name, without a namespace, in the assembly that <c>DOTNET_STARTUP_HOOKS</c> names.
/// </summary>
internal static class StartupHook
{
    /// <summary>The variable that names the file to note them in.</summary>
    public const string FileVariable = "RISKENGINE_TEST_LOADED";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { } file) return;
        var gate = new Lock();
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            lock (gate) File.AppendAllText(file, loaded.LoadedAssembly.GetName().Name + "\n");
        };
    }
}
