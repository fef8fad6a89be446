using RiskEngine.Core.Scoring;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Multivariate;

namespace RiskEngine.Models;

/// <summary>The models that rules and commands can name. A new one is a class, an entry here and a card in <c>models/catalog</c>.</summary>
public static class ModelCatalog
{
    /// <summary>The shipped models with their shipped parameters, the default first.</summary>
    public static readonly IReadOnlyList<IModel> All = [new AutoModel(), new JointModel()];

    /// <summary>What a model is for, in one line.</summary>
    public static string Purpose(IModel model) => model.Name switch
    {
        "auto" => "any series; several channels are judged one by one and the rarest counts",
        "joint" => "a device or site with several channels, judged together; stays up while the state lasts",
        _ => "",
    };

    /// <summary>Finds a model by its name.</summary>
    public static bool TryFind(string name, out IModel model)
    {
        foreach (var candidate in All)
        {
            if (candidate.Name != name) continue;
            model = candidate;
            return true;
        }

        model = All[0];
        return false;
    }
}
