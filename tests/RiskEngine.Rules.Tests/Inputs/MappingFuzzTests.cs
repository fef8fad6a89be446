using System.Diagnostics;
using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Tests;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs;

/// <summary>Mappings and payloads, cut, mixed and disturbed: never an exception, never a hang, every line accounted for, always a place and a remedy.</summary>
/// <remarks>RISKENGINE_TEST_EFFORT and RISKENGINE_FUZZ_SEED make a longer or another run.</remarks>
public sealed class MappingFuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly string[] Splinters =
    [
        "\t", "\n", "  ", ": ", "- ", "[", "]", "{", "}", "\"", "'", "\\u0000", "\\ud800", "\\", "|\n", "# ", "{{", "}}", "{{ payload }}", "{{ item }}", "{{ key }}",
            "payload", "item",
        "\u0000", "\uFEFF", "\u2028", "\uD83D\uDE00", "燃气", "-1", "NaN", "1e999", "-0", "99999999999999999999", "9223372036854775808",
        "null", "true", "1763719200", "1e18", "0x10",
        "for_each: payload\n", "codec: senml\n", "codec: text\n", "time: received\n", "value: payload\n", "unit_in: K\n", ".map(x, x)", ".all(x, x > 1)", "[0]", "['a']",
            "/ 0", "* 1e300",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":", "2026-10-25 02:30:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
            "\"bt\":1e300,", "\"bn\":\"x\",",
    ];

    [Fact]
    public void Mutated_payloads_give_events_or_reasons()
    {
        var mappings = Seeds().Select(file => new InputLoader().LoadFrom(file).Inputs).Where(inputs => inputs.Mappings.Any(mapping => mapping.Tests.Count > 0)).ToList();
        Assert.NotEmpty(mappings);
        var random = new Random(Setting("RISKENGINE_FUZZ_SEED", 20261121));
        for (var i = 0; i < Effort.Of(6_000); i++)
        {
            var inputs = mappings[random.Next(mappings.Count)];
            var tests = inputs.Mappings.SelectMany(mapping => mapping.Tests).ToList();
            var test = tests[random.Next(tests.Count)];
            var other = tests[random.Next(tests.Count)];
            Feed(inputs, test.Topic, Mutate(test.Payload, other.Payload, random), random.Next(4) > 0 ? test.Key : Mutate(test.Key ?? [], other.Key ?? [], random), i);
        }
    }

    [Fact]
    public void Mutated_mappings_give_mappings_that_run_or_diagnostics()
    {
        var seeds = Seeds().Select(File.ReadAllBytes).ToList();
        var payloads = Seeds().SelectMany(file => new InputLoader().LoadFrom(file).Inputs.Mappings).SelectMany(mapping => mapping.Tests).Select(test => test.Payload).ToList();
        var random = new Random(Setting("RISKENGINE_FUZZ_SEED", 20261122));
        for (var i = 0; i < Effort.Of(2_000); i++)
        {
            var bytes = Mutate(seeds[random.Next(seeds.Count)], seeds[random.Next(seeds.Count)], random);
            InputLoadResult? result = null;
            var failure = Record.Exception(() => result = new InputLoader().LoadBytes("fuzz.yaml", bytes));
            Assert.True(failure is null, $"case {i}: {failure}\n{Encoding.UTF8.GetString(bytes)}");
            foreach (var found in result!.Diagnostics)
            {
                Assert.True(found is { Line: >= 1, Column: >= 1, Length: >= 1, Message.Length: > 0, Remedy.Length: > 0 }, $"case {i}: {found}");
                Assert.DoesNotContain("Exception", found.Message, StringComparison.Ordinal);
                DiagnosticText.Render(found);
            }

            Assert.True(result.HasErrors || result.Inputs.Mappings.Count == 1, $"case {i}: neither a mapping nor an error\n{Encoding.UTF8.GetString(bytes)}");
            foreach (var mapping in result.Inputs.Mappings)
            {
                var topic = mapping.Topics[0].Replace('*', 'x').Replace('?', 'x');
                for (var j = 0; j < 3; j++) Feed(result.Inputs, topic, payloads[random.Next(payloads.Count)], null, i);
            }
        }
    }

    [Fact]
    public void What_no_expression_names_makes_no_difference()
    {
        var random = new Random(Setting("RISKENGINE_FUZZ_SEED", 20261123));
        var compared = 0;
        foreach (var inputs in Seeds().Select(file => new InputLoader().LoadFrom(file).Inputs).Where(inputs => inputs.Mappings.Count > 0))
        {
            var tests = inputs.Mappings.SelectMany(mapping => mapping.Tests).ToList();
            for (var i = 0; i < Effort.Of(100); i++)
            {
                var test = tests[random.Next(tests.Count)];
                var payload = i < tests.Count ? tests[i].Payload : Mutate(test.Payload, tests[random.Next(tests.Count)].Payload, random);
                var key = test.Key is null ? null : Encoding.UTF8.GetString(test.Key);
                var whole = new MappingRig(new ReadsAll(inputs), topic: test.Topic).Feed(payload, key, test.Headers, test.Received);
                if (whole.Rejections.Any(rejection => rejection.Detail.StartsWith("payload", StringComparison.Ordinal))) continue;
                var parts = new MappingRig(inputs, topic: test.Topic).Feed(payload, key, test.Headers, test.Received);
                Assert.Equal(whole.Json(), parts.Json());
                Assert.Equal(whole.Rejections.Select(rejection => rejection.Detail), parts.Rejections.Select(rejection => rejection.Detail));
                compared++;
            }
        }

        Assert.True(compared > 120, $"only {compared} payloads were compared");
    }

    private sealed class ReadsAll(InputSet inputs) : IInputs
    {
        public IRecordMapper? MapperOf(string topic) => new RecordMapper([.. inputs.Mappings.Where(mapping => mapping.Covers(topic))], readsAll: true);
    }

    private static void Feed(InputSet inputs, string topic, byte[] payload, byte[]? key, int number)
    {
        var rig = new MappingRig(inputs, EventDecoderOptions.Default with { MaxFuture = null }, topic);
        var received = number % 2 == 0 ? EventTime.FromUnixMilliseconds(1763719200000) : (EventTime?)null;
        var watch = Stopwatch.StartNew();
        var failure = Record.Exception(() => rig.Feed(payload, key is null ? null : Encoding.Latin1.GetString(key), null, received));
        Assert.True(failure is null, $"case {number}: {failure}\n{Encoding.UTF8.GetString(payload)}");
        Assert.True(watch.Elapsed < Longest, $"case {number} took {watch.Elapsed}\n{Encoding.UTF8.GetString(payload)}");
        var counters = rig.Counters;
        Assert.True(counters.Lines >= 1 && counters.Lines == counters.Decoded + counters.Rejected + counters.PassedOver, $"case {number}: {counters.Lines} lines");
        Assert.Equal((counters.Decoded, counters.Rejected, counters.PassedOver), (rig.Events.Count, rig.Rejections.Count, rig.PassedOver));
        foreach (var rejection in rig.Rejections)
        {
            Assert.True(rejection.Detail.Length is > 0 and < 2_500 && !rejection.Detail.Contains("Exception", StringComparison.Ordinal), $"case {number}: {rejection.Detail}");
        }

        rig.Json();
    }

    private static byte[] Mutate(byte[] seed, byte[] other, Random random)
    {
        var text = new List<byte>(seed);
        for (var change = random.Next(1, 5); change > 0 && text.Count > 0; change--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(6))
            {
                case 0: text[at] = (byte)random.Next(256); break;
                case 1: text.RemoveRange(at, Math.Min(text.Count - at, random.Next(1, 12))); break;
                case 2: text.InsertRange(at, Encoding.UTF8.GetBytes(Splinters[random.Next(Splinters.Length)])); break;
                case 3: text.InsertRange(at, text.GetRange(at, Math.Min(text.Count - at, random.Next(1, 60)))); break;
                case 4: text.RemoveRange(at, text.Count - at); break;
                case 5 when other.Length > 0:
                    var from = random.Next(other.Length);
                    text.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, random.Next(1, 200))).ToArray());
                    break;
            }
        }

        return [.. text];
    }

    private static List<string> Seeds() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "rules", "inputs"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
