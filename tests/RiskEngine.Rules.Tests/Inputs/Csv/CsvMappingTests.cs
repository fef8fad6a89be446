using System.Text;
using RiskEngine.Core.Events;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs.Csv;

/// <summary>Records of topics that are CSV texts.</summary>
public sealed class CsvMappingTests
{
    private const string Csv = "codec: csv";

    [Fact]
    public void Each_row_of_a_record_is_a_line_of_its_own()
    {
        var rig = MappingRig.Of("value: payload.v", Csv).Feed("dev,t,v\na,2026-11-21T10:00:00Z,1.5\nb,2026-11-21T10:00:01Z,\nc,1763719200000,3\n");

        Assert.Equal(["a", "c"], rig.Events.Events.ToArray().Select(rig.SourceOf));
        var rejection = Assert.Single(rig.Rejections);
        Assert.Equal((1, RejectReason.Unmapped, "value: payload.v: the cell is empty"), (rejection.Line, rejection.Reason, rejection.Detail));
    }

    [Fact]
    public void Records_may_have_other_columns_each() => Assert.Equal([1.5, 2.5],
        MappingRig.Of("value: payload.v", Csv).Feed("dev,t,v\na,1763719200000,1.5\n").Feed("v;t;dev\n2,5;1763719201000;b\n").Events.Events.ToArray().Select(e => e.Number));

    [Fact]
    public void Columns_are_named_by_the_mapping_where_there_is_no_header()
    {
        var e = MappingRig.Of("value: payload.v", Csv + "\ncsv: {columns: [t, dev, v], delimiter: \";\", decimal: \",\"}").Feed("1763719200000;a;1.234,5\n").OneEvent();
        Assert.Equal(1234.5, e.Number);
    }

    [Fact]
    public void Lines_before_the_header_are_passed_over_where_the_mapping_counts_them() => Assert.Equal(1.5,
        MappingRig.Of("value: payload.v", Csv + "\ncsv: {preamble: 2}").Feed("dev,t,v\nthe real ones follow\nv,dev,t\n1.5,a,1763719200000\n").OneEvent().Number);

    [Theory]
    [InlineData("{of: \"payload.d + ' ' + payload.h\", format: \"dd.MM.yyyy HH:mm:ss\", zone: Europe/Berlin}", "d;h\n01.07.2026;12:30:00", "2026-07-01T10:30:00.000Z")]
    [InlineData("{of: \"payload.d + ' ' + payload.h\", format: \"d/M/yyyy h:mm tt\", zone: America/New_York}", "d;h\n1/7/2026;2:05 PM", "2026-07-01T18:05:00.000Z")]
    [InlineData("{of: payload.d, as: excel, zone: Europe/Berlin}", "d\n46204,5", "2026-07-01T10:00:00.000Z")]
    [InlineData("{of: payload.d, as: excel}", "d\n46204.25", "2026-07-01T06:00:00.000Z")]
    [InlineData("{of: \"number(payload.d) + number(payload.h)\", as: excel}", "d;h\n46204;0,75", "2026-07-01T18:00:00.000Z")]
    [InlineData("{of: payload.d, as: local, zone: Asia/Shanghai}", "d\n2026-07-01 12:30", "2026-07-01T04:30:00.000Z")]
    [InlineData("{of: payload.d, as: unix_s}", "d\n1782900000,5", "2026-07-01T10:00:00.500Z")]
    [InlineData("payload.d", "d\n2026-07-01T12:30:00+02:00", "2026-07-01T10:30:00.000Z")]
    [InlineData("{of: payload.d, format: \"yyyy-MM-dd HH:mm\", zone: \"-07:00\"}", "d\n2026-07-01 03:30", "2026-07-01T10:30:00.000Z")]
    [InlineData("{of: payload.d, format: \"yyyy-MM-dd HH:mm zzz\", zone: Europe/Berlin}", "d\n2026-07-01 03:30 -07:00", "2026-07-01T10:30:00.000Z")]
    public void Times_are_read_as_people_write_them(string time, string cells, string expected) =>
        Assert.Equal(expected, MappingRig.Of("source: s", $"{Csv}\ntime: {time}").Feed(cells + "\n").OneEvent().Time.ToString());

    [Fact]
    public void What_an_expression_computes_from_a_cell_names_its_number() =>
        Assert.Equal(21.5, MappingRig.Of("value: number(payload.v) / 10", Csv).Feed("dev;t;v\na;1763719200000;215,0\n").OneEvent().Number);

    [Theory]
    [InlineData("{of: payload.v, as: boolean}", "Yes", 1)]
    [InlineData("{of: payload.v, map: {auf: 1, zu: 0}}", "auf", 1)]
    public void Words_are_values_where_the_mapping_says_so(string value, string cell, double expected) =>
        Assert.Equal(expected, MappingRig.Of($"value: {value}", Csv).Feed($"dev;t;v\na;1763719200000;{cell}\n").OneEvent().Number);

    [Fact]
    public void Words_for_no_reading_are_as_an_empty_cell()
    {
        const string rows = "dev,t,v\na,1763719200000,NA\na,1763719201000,-1\na,1763719202000,\na,1763719203000,4\n";
        var rig = MappingRig.Of("value: {of: payload.v, missing: [NA, \"-1\"]}\noptional: true", Csv).Feed(rows);
        Assert.Equal(4, rig.OneEvent().Number);
        Assert.Equal(3, rig.PassedOver);

        rig = MappingRig.Of("value: {of: payload.v, missing: [NA, \"-1\"]}", Csv).Feed(rows);
        Assert.Equal(RejectReason.MissingField, rig.Rejections[0].Reason);
        Assert.Equal("value: payload.v: says that there is no reading (value.missing)", rig.Rejections[0].Detail);
    }

    [Fact]
    public void Words_for_no_reading_count_in_JSON_too() => Assert.Equal(1,
        MappingRig.Of("value: {of: payload.v, as: number, missing: unavailable}\noptional: true").Feed("{\"dev\":\"a\",\"t\":1763719200000,\"v\":\"unavailable\"}").PassedOver);

    [Theory]
    [InlineData("dev,t\na,1763719200000\n", RejectReason.Unmapped, "value: payload.v: there is no column 'v'")]
    [InlineData("a,1763719200000,3\n", RejectReason.BadField, "payload: no row names the columns dev, t, v")]
    [InlineData("dev,t,v\na,1763719200000\n", RejectReason.BadField, "row: has 2 cells, and there are 3 columns")]
    [InlineData("dev,t,V,\"V \"\na,1763719200000,1,2\n", RejectReason.BadField, "payload: the column 'v' is there 2 times; rename one")]
    [InlineData("   ", RejectReason.Empty, "the record is empty")]
    public void What_is_no_event_names_the_column_and_no_value(string text, RejectReason reason, string detail)
    {
        var rejection = MappingRig.Of("value: payload.v", Csv).Feed(text).OneRejection();
        Assert.Equal(reason, rejection.Reason);
        Assert.StartsWith(detail, rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_alone_is_counted_and_makes_nothing() => Assert.Equal(1, MappingRig.Of("value: payload.v", Csv).Feed("dev,t,v\n").PassedOver);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_of_Windows_1252()
    {
        var rig = MappingRig.Of("value: payload.v", Csv).Feed(Encoding.Latin1.GetBytes("dev,t,v\nger\u00e4t \u00b0,1763719200000,1\n"));
        Assert.Equal("ger\u00e4t \u00b0", rig.SourceOf(rig.OneEvent()));
    }

    [Fact]
    public void Mutated_texts_never_throw_and_each_line_becomes_one_thing()
    {
        var random = new Random(4);
        var rig = MappingRig.Of("value: payload.v\noptional: true", Csv);
        var seed = "sep=;\r\nTitel\r\n\r\ndev;t;v;Notiz\r\na;1763719200000;1.234,5;\"x;\"\"y\"\"\"\r\nb;2026-11-21T10:00:00Z;3\" ;\"auf\r\nzu\"\r\nSumme;;;\r\n"u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = seed.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var at = random.Next(bytes.Length);
                bytes[at] = random.Next(4) == 0 ? (byte)random.Next(256) : "\";,\r\n\0 .-"u8[random.Next(9)];
            }

            rig.Feed(random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        }

        Assert.Equal(rig.Counters.Lines, rig.Events.Count + rig.Rejections.Count + rig.PassedOver);
        Assert.True(rig.Events.Count > 5_000, rig.Events.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.DoesNotContain(rig.Rejections, rejection => rejection.Detail.Contains("Exception", StringComparison.Ordinal));
    }
}
