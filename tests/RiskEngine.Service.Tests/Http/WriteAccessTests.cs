using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using RiskEngine.Service.Http;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Tests.Http;

public sealed class WriteAccessTests
{
    private const string Token = "a-token-of-some-length";

    [Theory]
    [InlineData("GET", "203.0.113.7", null)]
    [InlineData("HEAD", "203.0.113.7", null)]
    [InlineData("POST", "127.0.0.1", null)]
    [InlineData("POST", "::1", null)]
    [InlineData("POST", "::ffff:127.0.0.1", null)]
    [InlineData("POST", "203.0.113.7", 403)]
    [InlineData("DELETE", "203.0.113.7", 403)]
    [InlineData("post", "203.0.113.7", 403)]
    [InlineData("POST", null, 403)]
    public void Without_a_token_changes_come_from_the_machine_itself(string method, string? address, int? status) =>
        Assert.Equal(status, new WriteAccess(null).RefusalOf(Request(method, address))?.Status);

    [Theory]
    [InlineData("Origin")]
    [InlineData("Sec-Fetch-Site")]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    public void What_a_browser_or_a_proxy_passes_on_is_not_from_the_machine_itself(string header)
    {
        var request = Request("POST", "127.0.0.1");
        request.Request.Headers[header] = "something";

        Assert.Equal(403, new WriteAccess(null).RefusalOf(request)?.Status);
    }

    /// <summary>A name could have been made to lead here, and another origin is another page.</summary>
    [Theory]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080", "same-origin", null)]
    [InlineData("[::1]:8080", "http://[::1]:8080", null, null)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8081", "same-site", 403)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080", "cross-site", 403)]
    [InlineData("127.0.0.1:8080", "https://127.0.0.1:8080", "same-origin", 403)]
    [InlineData("127.0.0.1:8080", "null", "same-origin", 403)]
    [InlineData("evil.example:8080", "http://evil.example:8080", "same-origin", 403)]
    [InlineData("localhost:8080", "http://localhost:8080", "same-origin", 403)]
    [InlineData("10.0.0.7:8080", "http://10.0.0.7:8080", "same-origin", 403)]
    public void The_engines_own_page_may_where_it_was_opened_by_a_loopback_address(string host, string origin, string? site, int? status)
    {
        var request = Request("POST", "127.0.0.1");
        (request.Request.Scheme, request.Request.Host) = ("http", new HostString(host));
        request.Request.Headers.Origin = origin;
        if (site is not null) request.Request.Headers["Sec-Fetch-Site"] = site;

        Assert.Equal(status, new WriteAccess(null).RefusalOf(request)?.Status);
    }

    [Theory]
    [InlineData($"Bearer {Token}", null)]
    [InlineData($"bearer {Token}", null)]
    [InlineData($"Bearer  {Token}", null)]
    [InlineData($"Bearer {Token}x", 401)]
    [InlineData("Bearer a-token-of-some-lengt", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer ", 401)]
    [InlineData(Token, 401)]
    [InlineData($"Basic {Token}", 401)]
    [InlineData(null, 401)]
    public void With_a_token_every_change_carries_it_from_the_machine_itself_too(string? authorization, int? status)
    {
        var request = Request("POST", "127.0.0.1");
        if (authorization is not null) request.Request.Headers.Authorization = authorization;

        Assert.Equal(status, new WriteAccess(Token).RefusalOf(request)?.Status);
    }

    [Fact]
    public void Two_authorizations_are_none()
    {
        var request = Request("POST", "127.0.0.1");
        request.Request.Headers.Authorization = new[] { $"Bearer {Token}", "Bearer other" };

        Assert.Equal(401, new WriteAccess(Token).RefusalOf(request)?.Status);
    }

    [Fact]
    public async Task Refusal_says_what_to_do_and_goes_no_further()
    {
        var request = Request("POST", "203.0.113.7");
        request.Response.Body = new MemoryStream();
        var went = false;
        await new WriteAccess(Token).Guard(request, _ =>
        {
            went = true;
            return Task.CompletedTask;
        });

        Assert.False(went);
        Assert.Equal(401, request.Response.StatusCode);
        Assert.Equal("Bearer", request.Response.Headers.WWWAuthenticate);
        request.Response.Body.Position = 0;
        using var body = new StreamReader(request.Response.Body);
        Assert.Contains("Authorization: Bearer TOKEN", await body.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiny-token", "shorter than 16 characters")]
    [InlineData("with a space in between", "no HTTP header carries")]
    [InlineData("sécret-sécret-sécret", "no HTTP header carries")]
    public void Token_that_is_weak_or_cannot_be_sent_is_a_fault_of_the_configuration(string token, string fault)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["RiskEngine:Http:Token"] = token, ["RiskEngine:Kafka:BootstrapServers"] = "localhost:9092" })
            .Build();

        var faults = Assert.Throws<OptionsException>(() => EngineOptions.Read(configuration)).Faults;
        Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
        Assert.StartsWith("RiskEngine:Http:Token ", faults[0], StringComparison.Ordinal);
        Assert.DoesNotContain(token, faults[0], StringComparison.Ordinal);
    }

    private static DefaultHttpContext Request(string method, string? address)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        return context;
    }
}
