using System.CommandLine;
using System.Globalization;

namespace RiskEngine.Cli.Commands;

/// <summary>Bounds of numbers on the command line, told with the name of the option.</summary>
internal static class OptionBounds
{
    /// <summary>Refuses numbers outside of bounds, both included.</summary>
    public static T Within<T>(this T option, double least, double most)
        where T : Option
    {
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var word, ..] && double.TryParse(word.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && !(number >= least && number <= most))
            {
                given.AddError(FormattableString.Invariant($"{option.Name} must be {least} to {most}"));
            }
        });
        return option;
    }
}
