using System.Runtime.Versioning;
using RiskEngine.Core.Ports;
using RiskEngine.Redis.Tests.Servers;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Simulator.Tests.Servers;

/// <summary>A redis-server on the PATH that is none.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RedisProgramTests
{
    [UnixFact]
    public void File_that_may_not_be_executed_is_passed_over()
    {
        using var folder = new TestFolder();
        using var other = new TestFolder();
        File.WriteAllText(folder.In("redis-server"), "#!/bin/sh\n");
        File.WriteAllText(other.In("redis-server"), "#!/bin/sh\n");
        File.SetUnixFileMode(other.In("redis-server"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Null(RedisProgram.Find(folder.Path));
        Assert.Equal(other.In("redis-server"), RedisProgram.Find($"{folder.Path}:{folder.In("nowhere")}:{other.Path}"));
    }

    [UnixFact]
    public void Folder_of_that_name_is_no_program()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.In("redis-server"));

        Assert.Null(RedisProgram.Find(folder.Path));
    }

    [UnixFact]
    public void Program_that_cannot_be_executed_is_told_by_name()
    {
        using var folder = new TestFolder();
        var program = folder.In("redis-server");
        File.WriteAllBytes(program, [0x7f, (byte)'E', (byte)'L', (byte)'F', 0, 0]);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var fault = Assert.Throws<DependencyException>(() => RedisProgram.Start(program, []));

        Assert.Contains($"'{program}' cannot be executed", fault.Message, StringComparison.Ordinal);
        Assert.Equal(fault.Message, RedisProgram.FaultOf(program));
    }

    [UnixFact]
    public void Program_that_fails_is_told_with_its_code()
    {
        using var folder = new TestFolder();
        var program = folder.In("redis-server");
        File.WriteAllText(program, "#!/bin/sh\nexit 7\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Contains("code 7", RedisProgram.FaultOf(program), StringComparison.Ordinal);
    }
}
