using RiskEngine.Models.Auto;
using RiskEngine.Models.Catalog;
using RiskEngine.Models.Counts;
using RiskEngine.Models.Forest;
using RiskEngine.Models.Meters;
using RiskEngine.Models.Multivariate;

namespace RiskEngine.Models;

/// <summary>The kinds of models that the catalogue can name. A new one is a class, a line here, and its entry and card in <c>models/catalog</c>.</summary>
public static class ModelCatalog
{
    /// <summary>All kinds, the default first.</summary>
    public static readonly IReadOnlyList<ModelKind> Kinds =
    [
        ModelKind.Of<AutoParameters>("auto", parameters => new AutoModel(parameters)),
        ModelKind.Of<JointParameters>("joint", parameters => new JointModel(parameters)),
        ModelKind.Of<CountsParameters>("counts", parameters => new CountsModel(parameters)),
        ModelKind.Of<MetersParameters>("meters", parameters => new MetersModel(parameters)),
        ModelKind.Of<ForestParameters>("forest", parameters => new ForestModel(parameters)),
    ];
}
