using RiskEngine.Host.Commands;
using RiskEngine.Host.Running;

if (HugePages.Ask()) HugePages.KeepTogether();
return await CommandTree.InvokeAsync(args).ConfigureAwait(false);
