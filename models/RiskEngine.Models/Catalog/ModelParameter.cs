using System.Globalization;
using System.Reflection;

namespace RiskEngine.Models.Catalog;

/// <summary>One parameter of a model: its key in the catalogue, its kind of number, its bounds.</summary>
internal sealed class ModelParameter
{
    private readonly PropertyInfo _property;
    private readonly string _example;
    private readonly double _least, _most;

    public ModelParameter(PropertyInfo property, object defaults)
    {
        var said = property.GetCustomAttribute<ParameterAttribute>() ?? new ParameterAttribute();
        _property = property;
        _example = Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture) ?? "";
        (_least, _most) = (said.Least, said.Most);
        Key = said.Key ?? SnakeCase(property.Name);
    }

    public string Key { get; }

    /// <summary>The parameter as a line of the catalogue, with the value that the code assumes.</summary>
    public string Example => $"{Key}: {_example.ToLowerInvariant()}";

    public static bool IsOne(PropertyInfo property) =>
        property.CanWrite && (property.PropertyType == typeof(double) || property.PropertyType == typeof(int) || property.PropertyType == typeof(bool));

    /// <summary>Sets the parameter from its text.</summary>
    /// <returns>What is wrong with the text; null where it was set.</returns>
    public string? Set(object parameters, string text)
    {
        if (_property.PropertyType == typeof(bool))
        {
            if (!bool.TryParse(text, out var flag)) return $"{Key} is '{text}', neither true nor false; write e.g. '{Example}'";
            _property.SetValue(parameters, flag);
            return null;
        }

        var isWhole = _property.PropertyType == typeof(int);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return $"{Key} is '{text}', no number; write e.g. '{Example}'";
        if (isWhole && number != Math.Floor(number)) return $"{Key} is '{text}', no whole number; write e.g. '{Example}'";
        if (number < _least || number > _most)
            return string.Create(CultureInfo.InvariantCulture, $"{Key} is {number}, outside {_least} to {_most}; write e.g. '{Example}'");
        _property.SetValue(parameters, isWhole ? (object)(int)number : number);
        return null;
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
