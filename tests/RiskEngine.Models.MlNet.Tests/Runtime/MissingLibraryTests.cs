using RiskEngine.Models.MlNet.Runtime;
using Xunit;

namespace RiskEngine.Models.MlNet.Tests.Runtime;

public sealed class MissingLibraryTests
{
    [Theory]
    [InlineData("Unable to load shared library 'x'. In order to help, set LD_DEBUG: \nlibgomp.so.1: cannot open shared object file\n/app/libx.so: no such file\n",
        "(libgomp.so.1: cannot open shared object file)")]
    [InlineData("Unable to load DLL 'x': The specified module could not be found. (0x8007007E)", "(Unable to load DLL 'x': The specified module could not be found. (0x8007007E))")]
    public void Cause_is_told_without_the_search(string message, string cause)
    {
        var fault = new TypeInitializationException("NativeMethods", new DllNotFoundException(message));
        Assert.True(MissingLibrary.IsCauseOf(fault));
        Assert.EndsWith(cause, MissingLibrary.Words(fault), StringComparison.Ordinal);
        Assert.False(MissingLibrary.IsCauseOf(new InvalidOperationException(message)));
    }
}
