using System.Globalization;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Multivariate;
using Xunit;

namespace RiskEngine.Models.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void Cards_state_the_shipped_parameters()
    {
        Check("auto", AutoParameters.Default, new() { ["refractory_rows"] = nameof(AutoParameters.Refractory) });
        Check("joint", JointParameters.Default, new()
        {
            ["quick_rows"] = nameof(JointParameters.Quick), ["slow_rows"] = nameof(JointParameters.Slow),
            ["memory_rows"] = nameof(JointParameters.Memory), ["warmup_rows"] = nameof(JointParameters.Warmup),
        });
    }

    [Fact]
    public void Every_model_is_found_by_its_name()
    {
        foreach (var model in ModelCatalog.All)
        {
            Assert.True(ModelCatalog.TryFind(model.Name, out var found));
            Assert.Same(model, found);
            Assert.NotEqual("", ModelCatalog.Purpose(model));
        }

        Assert.False(ModelCatalog.TryFind("no-such", out _));
    }

    private static void Check(string name, object parameters, Dictionary<string, string> renamed)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "RiskEngine.sln"))) root = root.Parent;
        var lines = File.ReadAllLines(Path.Combine(root.FullName, "models", "catalog", name + ".yaml")).SkipWhile(line => line != "parameters:").Skip(1).ToArray();
        var properties = parameters.GetType().GetProperties().Where(property => property.PropertyType == typeof(double) || property.PropertyType == typeof(int)).ToArray();
        Assert.Equal(properties.Length, lines.Length);
        foreach (var line in lines)
        {
            var key = line.Split(':')[0].Trim();
            var property = renamed.GetValueOrDefault(key) ?? string.Concat(key.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            var value = Convert.ToDouble(properties.Single(one => one.Name == property).GetValue(parameters), CultureInfo.InvariantCulture);
            Assert.Equal(value, double.Parse(line.Split(':')[1], CultureInfo.InvariantCulture));
        }
    }
}
