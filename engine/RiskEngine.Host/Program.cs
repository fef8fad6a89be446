using RiskEngine.Host.Commands;
using RiskEngine.Host.Running;
using RiskEngine.Host.Secrets;

CrashReport.Mask(args);
if (HugePages.Ask()) HugePages.KeepTogether();
return await CommandTree.InvokeAsync(args).ConfigureAwait(false);
