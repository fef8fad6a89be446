namespace RiskEngine.Redis.Tests;

public sealed class RedisOptionsTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("redis-1:6379,redis-2:6379,user=joe,password=a=b,ssl=true,sslHost=redis,defaultDatabase=2")]
    [InlineData("ssl=true, redis-1:6380 , redis-2:6380")]
    [InlineData("sentinel-1:26379,serviceName=mymaster,sentinelUser=watcher,sentinelPassword=x,password=y")]
    public void Connection_strings_of_the_client_are_taken(string configuration) => Assert.Empty(new RedisOptions { Configuration = configuration }.Validate());

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("ssl=true", "names no server")]
    [InlineData("localhost,tls=true", "part 2, 'tls=true', is not an option of StackExchange.Redis")]
    [InlineData("localhost,syncTimeout=soon", "part 2, 'syncTimeout=soon', has a value that cannot be read")]
    [InlineData("localhost:port", "part 1, 'localhost:port', is no server")]
    public void What_cannot_be_read_is_a_fault(string configuration, string fault) =>
        Assert.Contains(new RedisOptions { Configuration = configuration }.Validate(), found => found.Contains(fault, StringComparison.Ordinal));

    /// <summary>A comma ends a password in a connection string; what comes behind it is the rest of it, and nobody's business.</summary>
    [Theory]
    [InlineData("localhost,password=s3cret,s3cret",
        "part 3 stands behind a password and looks like a server; write servers first, and a password with a comma into Redis:Password")]
    [InlineData("localhost,password=s3cret,s3cret=", "part 3 stands behind a password and is not an option of StackExchange.Redis")]
    [InlineData("localhost,Password=s3cret,ssl=s3cret", "part 3 stands behind a password and has a value that cannot be read")]
    [InlineData("localhost,serviceName=a,sentinelPassword=s3cret,s3cret:77", "part 4 stands behind a password and looks like a server")]
    public void Rest_of_a_password_with_a_comma_is_not_repeated(string configuration, string fault)
    {
        var options = new RedisOptions { Configuration = configuration, Password = "s3cret", KeyPassword = "s3cret" };

        Assert.Contains(options.Validate(), found => found.Contains(fault, StringComparison.Ordinal));
        Assert.DoesNotContain(options.Validate(), found => found.Contains("s3cret", StringComparison.Ordinal));
        Assert.Equal("localhost", options.Servers);
        Assert.DoesNotContain("s3cret", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_Tls_that_cannot_be_used_are_faults()
    {
        var options = new RedisOptions
        {
            Configuration = "localhost,ssl=true",
            CaFile = "/nowhere/ca.pem",
            CertificateFile = "/nowhere/engine.pem",
            KeyFile = "/nowhere/engine.key",
        };

        Assert.Contains(options.Validate(), fault => fault.StartsWith("Redis:CaFile '/nowhere/ca.pem' cannot be used", StringComparison.Ordinal));
        Assert.Contains(options.Validate(), fault => fault.StartsWith(
            "Redis:CertificateFile '/nowhere/engine.pem' with Redis:KeyFile '/nowhere/engine.key' cannot be used", StringComparison.Ordinal));
        Assert.Contains((options with { CertificateFile = null })
            .Validate(), fault => fault.StartsWith("Redis:KeyFile is set, but Redis:CertificateFile is not", StringComparison.Ordinal));
        Assert.Equal(2, (options with { Configuration = "localhost" }).Validate().Count(fault => fault.Contains("does not say ssl=true", StringComparison.Ordinal)));
    }

    [Fact]
    public void Key_and_password_that_do_not_belong_to_the_certificate_are_faults()
    {
        var folder = Directory.CreateTempSubdirectory("riskengine-redis-keys-").FullName;
        using var authority = new Servers.TestAuthority(folder);
        var (certificate, closedKey) = authority.Sign(password: "s3cret");
        var (_, otherKey) = authority.Sign();
        var right = new RedisOptions { Configuration = "localhost,ssl=true", CertificateFile = certificate, KeyFile = closedKey, KeyPassword = "s3cret" };

        Assert.Empty(right.Validate());
        foreach (var wrong in new[] { right with { KeyPassword = null }, right with { KeyPassword = "wr0ng" },
            right with { KeyFile = otherKey, KeyPassword = null }, right with { KeyFile = null } })
        {
            var fault = Assert.Single(wrong.Validate());
            Assert.Contains("cannot be used", fault, StringComparison.Ordinal);
            Assert.DoesNotContain("wr0ng", fault, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }
}
