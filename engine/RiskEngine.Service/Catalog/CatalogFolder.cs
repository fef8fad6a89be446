using RiskEngine.Core.Scoring;
using RiskEngine.Models;
using RiskEngine.Models.Catalog;
using RiskEngine.Rules.Settings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RiskEngine.Service.Catalog;

/// <summary>Reads the entries of a catalogue folder, one model a file.</summary>
internal static class CatalogFolder
{
    private static readonly string[] EntryKeys = ["model", "algorithm", "version", "purpose", "inputs", "parameters"];

    /// <summary>Reads every <c>*.yaml</c> of a folder; adds every fault with file and line.</summary>
    public static IReadOnlyList<CatalogModel> Read(string folder, List<string> faults)
    {
        if (!Directory.Exists(folder))
        {
            faults.Add($"{folder}: there is no such folder of models; create it, or correct Models:Catalog (--catalog)");
            return [];
        }

        var models = new List<CatalogModel>();
        foreach (var file in Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var entry = Entry(file, faults);
            if (entry is null) continue;
            if (models.Find(other => other.Model.Name == entry.Model.Name) is { } twice)
                faults.Add($"{file}: model '{entry.Model.Name}' is in {Path.GetFileName(twice.File)}, too; give one of them another name");
            models.Add(entry);
        }

        return models;
    }

    private static CatalogModel? Entry(string file, List<string> faults)
    {
        var notes = new MappingFaults(file);
        CatalogModel? entry = null;
        try
        {
            var yaml = new YamlStream();
            using (var text = new StreamReader(file)) yaml.Load(text);
            if (yaml.Documents.Count == 0) notes.Add(1, "the file is empty; see models/catalog/auto.yaml");
            else entry = Entry(file, new MappingNode(yaml.Documents[0].RootNode, notes), notes);
        }
        catch (YamlException e)
        {
            notes.Add(e.Start.Line, $"{e.Message}; see models/catalog/auto.yaml");
        }

        faults.AddRange(notes.Lines());
        return notes.Any ? null : entry;
    }

    private static CatalogModel? Entry(string file, MappingNode root, MappingFaults notes)
    {
        var name = root.RequiredText("model");
        var kindName = root.Text("algorithm") ?? name;
        var purpose = root.RequiredText("purpose");
        if (kindName == MlNetEntry.Algorithm)
            return MlNetEntry.Read(file, name, root, notes) is { } trained ? new CatalogModel(trained, kindName, purpose, file) : null;

        root.Allow(EntryKeys);
        var version = root.RequiredText("version");
        root.RequiredText("inputs");
        var kind = ModelCatalog.Kinds.FirstOrDefault(one => one.Name == kindName);
        if (kind is null)
        {
            notes.Add(root.LineOf("algorithm"),
                $"there is no algorithm '{kindName}'; there are {string.Join(", ", ModelCatalog.Kinds.Select(one => one.Name).Append(MlNetEntry.Algorithm))}");
            return null;
        }

        if (version != kind.Version)
        {
            notes.Add(root.LineOf("version"),
                $"version is '{version}', but this program's {kindName} is version {kind.Version}; check the parameters and write {kind.Version}");
        }

        if (root.Optional("parameters") is not { } parameters)
        {
            notes.Add(root.Line, $"'parameters' is missing; add it with {string.Join(", ", kind.Keys)}");
            return null;
        }

        var faults = new List<ParameterFault>();
        var model = kind.Create(root.Pairs("parameters"), faults);
        foreach (var fault in faults) notes.Add(parameters.LineOf(fault.Key), fault.Fault);
        return model is null ? null : new CatalogModel(Named(model, name), kindName, purpose, file);
    }

    private static IModel Named(IModel model, string name) => model.Name == name ? model : new NamedModel(model, name);
}
