using RiskEngine.Rules.Inputs;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Editing;

/// <summary>Whole files to begin with; each is one that loads.</summary>
internal static class Skeletons
{
    private const string Rule = """
        id: my-rule
        title: What the rule finds, in one line
        on: sensor.gas
        by: source
        owner: who answers for it
        detect:
          type: threshold
        grades: {yellow: ">= 10", red: ">= 20"}
        clear: {when: "< 8", for: 2m}
        unit: "%LEL"
        message: "Gas at {{ source }}: {{ measure }} {{ unit }}"
        tests:
          - name: a high value fires
            events: [{value: 12}]
            expect: yellow at 0s
          - name: a low value does not
            events: [{value: 2}]
            expect: nothing

        """;

    private const string Mapping = """
        id: my-mapping
        title: What it maps, in one line
        topics: city.sensors
        source: "{{ payload.deviceId }}"
        site: district/community/grid/building
        time: payload.time
        events:
          - kind: sensor.temperature
            value: payload.temperature
            unit: Cel
        tests:
          - name: a reading gives an event
            payload: {deviceId: d1, time: 2026-01-05T00:00:00Z, temperature: 21.5}
            expect: [{kind: sensor.temperature, source: d1, value: 21.5}]

        """;

    public static IEnumerable<(string Label, string Help, string Text)> Of(DraftLanguage language) =>
        language.Root == InputKeys.Mapping ? [("new mapping", "A mapping with a test.", Mapping)]
        : language.Root == RuleKeys.Rule ? [("new rule", "A rule with two tests.", Rule)] : [];
}
