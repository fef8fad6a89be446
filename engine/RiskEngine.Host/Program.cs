using RiskEngine.Host.Commands;
using RiskEngine.Host.Running;

HugePages.Ask();
return await CommandTree.InvokeAsync(args).ConfigureAwait(false);
