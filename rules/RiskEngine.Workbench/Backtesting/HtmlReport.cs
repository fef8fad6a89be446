using System.Text;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Writes a backtest as one page that needs nothing else: a timeline for each rule.</summary>
public static class HtmlReport
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the page. Equal results give equal bytes.</summary>
    public static void Write(Stream stream, BacktestResult result, MatchWindow window)
    {
        using var data = new MemoryStream();
        HtmlData.Write(data, result, window);
        var page = Part("page.html")
            .Replace("/*STYLE*/", Part("page.css"), StringComparison.Ordinal)
            .Replace("/*CHART*/", Part("chart.js"), StringComparison.Ordinal)
            .Replace("/*SCRIPT*/", Part("page.js"), StringComparison.Ordinal)
            .Replace("/*DATA*/", Utf8.GetString(data.GetBuffer(), 0, (int)data.Length), StringComparison.Ordinal);
        stream.Write(Utf8.GetBytes(page));
    }

    /// <summary>A part of the page that is kept as a file of its own.</summary>
    internal static string Part(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"backtest/{name}")
            ?? throw new InvalidOperationException($"the program was built without {name}");
        using var reader = new StreamReader(stream, Utf8);
        return reader.ReadToEnd();
    }
}
