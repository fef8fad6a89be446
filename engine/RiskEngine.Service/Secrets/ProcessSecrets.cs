using Microsoft.Extensions.Configuration;
using RiskEngine.Core.Secrets;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Secrets;

/// <summary>All secrets that this process was given, whatever command it runs: in variables, in the file of settings, on the command line.</summary>
public static class ProcessSecrets
{
    /// <summary>Collects them; a file that cannot be read holds none that the process knows.</summary>
    public static KnownSecrets Of(IReadOnlyList<string> words)
    {
        var settings = new ConfigurationBuilder().AddEngineVariables().Build().AsEnumerable();
        try
        {
            settings = settings.Concat(EngineConfiguration.ReadFile().AsEnumerable());
        }
        catch (Exception fault) when (fault is OptionsException or IOException or UnauthorizedAccessException)
        {
            // Whoever needs the file reports what is wrong with it.
        }

        return KnownSecrets.Of(settings, words);
    }
}
