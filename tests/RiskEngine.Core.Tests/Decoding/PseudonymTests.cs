using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class PseudonymTests
{
    private const string Secret = "C-0099317";

    [Fact]
    public void A_pseudonym_is_the_key_id_and_the_start_of_the_hmac()
    {
        var expected = Convert.ToBase64String(HMACSHA256.HashData(DecoderRig.Key, Encoding.UTF8.GetBytes(Secret))[..16])
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.Equal("p1_" + expected, new Pseudonymizer(new PseudonymKeys("p1", DecoderRig.Key)).Of(Encoding.UTF8.GetBytes(Secret)));
        Assert.Equal(22, expected.Length);
    }

    [Fact]
    public void The_cache_changes_nothing_however_small_it_is()
    {
        var keys = new PseudonymKeys("p1", DecoderRig.Key);
        var small = new Pseudonymizer(keys, cacheSize: 1);
        var large = new Pseudonymizer(keys);
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var value = Encoding.UTF8.GetBytes("C-" + random.Next(300));
            Assert.Equal(large.Of(value), small.Of(value));
        }

        Assert.Same(large.Of("C-1"u8), large.Of("C-1"u8));
    }

    [Fact]
    public void Values_of_every_length_get_pseudonyms_of_their_own()
    {
        var pseudonymizer = new Pseudonymizer(new PseudonymKeys("p1", DecoderRig.Key));
        var all = Enumerable.Range(0, 300).Select(length => pseudonymizer.Of(new byte[length])).ToHashSet();
        Assert.Equal(300, all.Count);
    }

    [Fact]
    public void Another_key_gives_another_pseudonym()
    {
        var other = new Pseudonymizer(new PseudonymKeys("p1", "fedcba9876543210"u8)).Of(Encoding.UTF8.GetBytes(Secret));
        Assert.NotEqual(new Pseudonymizer(new PseudonymKeys("p1", DecoderRig.Key)).Of(Encoding.UTF8.GetBytes(Secret)), other);
        Assert.NotEqual(Pseudonymizer.Generate().Of(Encoding.UTF8.GetBytes(Secret)), Pseudonymizer.Generate().Of(Encoding.UTF8.GetBytes(Secret)));
    }

    [Fact]
    public void A_pseudonym_tells_which_key_made_it()
    {
        var keys = new PseudonymKeys("p2", DecoderRig.Key, ["p1"]);
        Assert.Equal("p2", keys.KeyIdOf(new Pseudonymizer(keys).Of("x"u8)));
        Assert.Equal("p1", keys.KeyIdOf("p1_AAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Null(keys.KeyIdOf("p3_AAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Null(keys.KeyIdOf("no pseudonym"));
    }

    [Fact]
    public void Every_fault_of_a_key_ring_is_named_and_no_key_byte_shown()
    {
        var faults = PseudonymKeys.Validate("P_1", "short secret"u8, ["", "P_1"]);
        Assert.Equal(5, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.Contains("secret"));
        Assert.Throws<ArgumentException>(() => new PseudonymKeys("p1", "short"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\u3000\u00a0")]
    public void A_blank_names_nobody_and_stays_as_it_is(string blank)
    {
        var rig = new DecoderRig().Feed(DecoderRig.With("attributes", $"{{\"credential\":\"{blank}\"}}"));
        Assert.Equal([new EventAttribute("credential", EventValueKind.Text, 0, blank)], rig.Attributes(rig.OneEvent()));
    }

    [Theory]
    [InlineData("credential", "\"C-0099317\"", "C-0099317")]
    [InlineData("Credential", "\"C\\u002d0099317\"", "C-0099317")]
    [InlineData("plate", "99317", "99317")]
    [InlineData("card", "true", "true")]
    public void A_person_field_becomes_the_pseudonym_of_its_text(string name, string json, string text)
    {
        var rig = new DecoderRig().Feed(DecoderRig.With("attributes", $"{{\"{name}\":{json}}}"));
        var expected = rig.Pseudonymizer.Of(Encoding.UTF8.GetBytes(text));
        Assert.Equal([new EventAttribute(name, EventValueKind.Text, 0, expected)], rig.Attributes(rig.OneEvent()));
    }

    [Theory]
    [InlineData(DeadLetterPayload.Redacted)]
    [InlineData(DeadLetterPayload.Raw)]
    public void A_raw_credential_is_nowhere_in_what_leaves_the_decoder(DeadLetterPayload payload)
    {
        var rig = new DecoderRig(EventDecoderOptions.Default with { DeadLetterPayload = payload, MaxTextLength = 64 });
        var good = DecoderRig.With("attributes", $"{{\"credential\":\"{Secret}\",\"door\":\"north\"}}");
        var name = good.IndexOf("\"credential\":", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(good);
        for (var at = 0; at < bytes.Length; at++)
        {
            // A changed name is another field, a changed value another value: neither is the credential.
            if (at >= name && at < name + "\"credential\":\"".Length + Secret.Length) continue;
            foreach (var mutant in "\"\\{}[]:,\n 0x\u0001"u8)
            {
                var (kept, _) = (bytes[at], bytes[at] = mutant);
                rig.Feed(bytes);
                bytes[at] = kept;
            }

            rig.Feed(bytes.AsSpan(0, at));
        }

        rig.Feed(good.Replace(Secret, Secret + new string('x', 100)));
        Assert.All(rig.Rejections, rejection =>
        {
            Assert.DoesNotContain(Secret, rejection.Detail);
            Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(rejection.Payload));
        });
        Assert.True(rig.Events.Count > 100 && rig.Rejections.Count > 100);
        Assert.All(rig.Events.Attributes.ToArray(), attribute => Assert.False(attribute.Text?.Contains(Secret)));
        Assert.All(rig.Events.Events.ToArray(), e => Assert.NotEqual(Secret, e.Text));
    }
}
