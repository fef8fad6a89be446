using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.Evaluation;

/// <summary>Runs a model over a recording; every score is made from past rows only.</summary>
public static class SeriesScoring
{
    /// <summary>One score per row. Every channel is given to the model.</summary>
    /// <exception cref="FormatException">The model does not take that many channels.</exception>
    public static double[] Scores(IModel model, ChannelTable table) =>
        model.Refuses(table.Channels) is { } reason ? throw new FormatException(reason) : Scores(model.Create(table.Channels), table);

    /// <summary>One score per row from a scorer that may have learned before.</summary>
    public static double[] Scores(IScorer scorer, ChannelTable table)
    {
        var scores = new Score[table.Rows];
        scorer.ObserveAll(table.Times, table.Values, scores);
        return Array.ConvertAll(scores, static score => score.Value);
    }
}
