using RiskEngine.Reading.Picture;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>An area and what is below.</summary>
/// <param name="Place">It.</param>
/// <param name="Nodes">How many areas the answer has.</param>
/// <param name="Levels">Names of the levels of a site path, outermost first.</param>
internal sealed record PlaceAnswer(PlaceView Place, int Nodes, IReadOnlyList<string> Levels);
