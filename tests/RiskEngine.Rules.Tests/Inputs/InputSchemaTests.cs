using RiskEngine.Rules.Inputs;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs;

public sealed class InputSchemaTests
{
    private static readonly string SchemaFile = Path.Combine(Repository.Root, "rules", "schema", "input.schema.json");

    [Fact]
    public void Schema_file_is_the_one_that_the_key_table_gives()
    {
        var schema = InputSchema.Write();
        if (Repository.RewritesGolden) File.WriteAllText(SchemaFile, schema);

        Assert.Equal(File.ReadAllText(SchemaFile), schema);
    }
}
