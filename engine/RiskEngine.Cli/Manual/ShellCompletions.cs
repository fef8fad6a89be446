using System.CommandLine;
using System.Text;

namespace RiskEngine.Cli.Manual;

/// <summary>Scripts that complete commands, options and values in a shell. They hold all words and start no program.</summary>
internal static class ShellCompletions
{
    /// <summary>The shells that scripts are written for.</summary>
    public static readonly string[] Shells = ["bash", "zsh", "fish"];

    /// <summary>Writes the script for a shell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another shell.</exception>
    public static string For(string shell, Command root) => shell switch
    {
        "bash" => Bash(CommandPage.All(root)),
        "zsh" => Zsh(CommandPage.All(root)),
        "fish" => Fish(CommandPage.All(root)),
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, null),
    };

    private static string Bash(IReadOnlyList<CommandPage> pages)
    {
        var text = new StringBuilder(
            """
            # Completions of riskengine for bash: riskengine completions bash > /etc/bash_completion.d/riskengine
            _riskengine() {
                local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} at=riskengine word words=
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do

            """);
        WritePath(text, pages, "        ");
        text.Append("    done\n    COMPREPLY=()\n    case \"$at $before\" in\n");
        WriteValues(text, pages, values => values.Count == 0
            ? "COMPREPLY=($(compgen -f -- \"$current\")); return" : $"COMPREPLY=($(compgen -W {Quoted(string.Join(' ', values))} -- \"$current\")); return");
        text.Append("    esac\n    case $at in\n");
        foreach (var page in pages) text.Append($"        {Quoted(page.Path)}) words={Quoted(string.Join(' ', Words(page)))} ;;\n");
        return text.Append(
            """
                esac
                COMPREPLY=($(compgen -W "$words" -- "$current"))
                [ ${#COMPREPLY[@]} -gt 0 ] || [ "${current:0:1}" = - ] || COMPREPLY=($(compgen -f -- "$current"))
            }
            complete -o filenames -F _riskengine riskengine ./riskengine

            """).ToString();
    }

    private static string Zsh(IReadOnlyList<CommandPage> pages)
    {
        var text = new StringBuilder(
            """
            #compdef riskengine
            # Completions of riskengine for zsh: riskengine completions zsh > a folder of $fpath/_riskengine
            _riskengine() {
                local at=riskengine word
                local -a described
                for word in ${words[2,CURRENT-1]}; do

            """);
        WritePath(text, pages, "        ");
        text.Append("    done\n    case \"$at ${words[CURRENT-1]}\" in\n");
        WriteValues(text, pages, values => values.Count == 0 ? "_files; return" : $"compadd -- {string.Join(' ', values.Select(Quoted))}; return");
        text.Append("    esac\n    case $at in\n");
        foreach (var page in pages)
        {
            text.Append($"        {Quoted(page.Path)}) described=(");
            foreach (var command in page.Below) text.Append($"\n            {Quoted($"{command.Name}:{command.Description}")}");
            foreach (var option in page.Options)
            {
                foreach (var name in CommandPage.NamesOf(option)) text.Append($"\n            {Quoted($"{name}:{option.Description}")}");
            }

            foreach (var value in page.Command.Arguments.SelectMany(CommandPage.ValuesOf)) text.Append($"\n            {Quoted(value)}");
            text.Append("\n            '--help:Tell of this command') ;;\n");
        }

        return text.Append("    esac\n    _describe -o riskengine described || _files\n}\n_riskengine \"$@\"\n").ToString();
    }

    private static string Fish(IReadOnlyList<CommandPage> pages)
    {
        var text = new StringBuilder(
            """
            # Completions of riskengine for fish: riskengine completions fish > ~/.config/fish/completions/riskengine.fish
            function __riskengine_at
                set -l at riskengine
                for word in (commandline -opc)[2..]
                    switch "$at $word"

            """);
        var below = pages.Skip(1).Select(page => FishQuoted(page.Path)).ToList();
        text.Append($"            case {string.Join(" ", below)}\n                set at \"$at $word\"\n        end\n    end\n    test \"$at\" = \"$argv\"\nend\n");
        foreach (var page in pages)
        {
            var at = $"complete -c riskengine -n {FishQuoted($"__riskengine_at {page.Path}")}";
            foreach (var command in page.Below) text.Append($"{at} -f -a {command.Name} -d {FishQuoted(command.Description ?? "")}\n");
            foreach (var value in page.Command.Arguments.SelectMany(CommandPage.ValuesOf)) text.Append($"{at} -f -a {FishQuoted(value)}\n");
            foreach (var option in page.Options)
            {
                var names = string.Join(' ', CommandPage.NamesOf(option).Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}"));
                var values = CommandPage.ValuesOf(option);
                var takes = CommandPage.IsSwitch(option) ? "" : values.Count > 0 ? $" -x -a {FishQuoted(string.Join(' ', values))}" : " -r";
                text.Append($"{at} {names}{takes} -d {FishQuoted(option.Description ?? "")}\n");
            }
        }

        return text.Append("complete -c riskengine -l help -d 'Tell of this command'\n").ToString();
    }

    /// <summary>Follows the words as far as they name commands.</summary>
    private static void WritePath(StringBuilder text, IReadOnlyList<CommandPage> pages, string indent)
    {
        text.Append($"{indent}case \"$at $word\" in\n");
        text.Append($"{indent}    {string.Join(" | ", pages.Skip(1).Select(page => Quoted(page.Path)))}) at=\"$at $word\" ;;\n{indent}esac\n");
    }

    private static void WriteValues(StringBuilder text, IReadOnlyList<CommandPage> pages, Func<IReadOnlyList<string>, string> answer)
    {
        foreach (var page in pages)
        {
            foreach (var option in page.Options.Where(option => !CommandPage.IsSwitch(option)))
            {
                var before = string.Join(" | ", CommandPage.NamesOf(option).Select(name => Quoted($"{page.Path} {name}")));
                text.Append($"        {before}) {answer(CommandPage.ValuesOf(option))} ;;\n");
            }
        }
    }

    private static IEnumerable<string> Words(CommandPage page) =>
    [
        .. page.Below.Select(command => command.Name), .. page.Command.Arguments.SelectMany(CommandPage.ValuesOf), .. page.Options.SelectMany(CommandPage.NamesOf), "--help",
    ];

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string FishQuoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
