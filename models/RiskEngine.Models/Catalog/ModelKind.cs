using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.Catalog;

/// <summary>A kind of model that the catalogue can name: its parameters, and how one is made of them.</summary>
public sealed class ModelKind
{
    private readonly Func<object> _defaults;
    private readonly Func<object, IModel> _create;
    private readonly ModelParameter[] _parameters;

    private ModelKind(string name, Type type, Func<object> defaults, Func<object, IModel> create)
    {
        Name = name;
        _defaults = defaults;
        _create = create;
        var assumed = defaults();
        _parameters = [.. type.GetProperties().Where(ModelParameter.IsOne).Select(property => new ModelParameter(property, assumed))];
        Version = create(assumed).Version;
    }

    /// <summary>What the catalogue calls it.</summary>
    public string Name { get; }

    /// <summary>Version of its algorithm.</summary>
    public string Version { get; }

    /// <summary>Keys of its parameters, in the order of the code; the catalogue gives every one of them.</summary>
    public IReadOnlyList<string> Keys => [.. _parameters.Select(parameter => parameter.Key)];

    /// <summary>A model with the parameters that the code assumes; the shipped catalogue states the same.</summary>
    public IModel Assumed() => _create(_defaults());

    /// <summary>Declares a kind.</summary>
    /// <typeparam name="T">Its parameters: a record whose numbers and flags can be initialised; <see cref="ParameterAttribute"/> gives bounds.</typeparam>
    /// <param name="name">What the catalogue calls it.</param>
    /// <param name="create">Makes a model of checked parameters.</param>
    public static ModelKind Of<T>(string name, Func<T, IModel> create)
        where T : class, new() => new(name, typeof(T), static () => new T(), parameters => create((T)parameters));

    /// <summary>Makes a model of the texts that a file gives; adds every fault.</summary>
    /// <returns>The model, or null where there was a fault.</returns>
    public IModel? Create(IReadOnlyList<KeyValuePair<string, string>> texts, ICollection<ParameterFault> faults)
    {
        var before = faults.Count;
        var parameters = _defaults();
        foreach (var (key, text) in texts)
        {
            var parameter = Array.Find(_parameters, one => one.Key == key);
            var fault = parameter is null ? $"{Name} has no parameter '{key}'; it has {string.Join(", ", Keys)}" : parameter.Set(parameters, text);
            if (fault is not null) faults.Add(new(key, fault));
        }

        foreach (var parameter in _parameters)
        {
            if (!texts.Any(pair => pair.Key == parameter.Key)) faults.Add(new("", $"parameter {parameter.Key} is missing; add e.g. '{parameter.Example}'"));
        }

        return faults.Count == before ? _create(parameters) : null;
    }
}
