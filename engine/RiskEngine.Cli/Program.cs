using RiskEngine.Cli.Commands;
using RiskEngine.Service.Running;
using RiskEngine.Service.Secrets;

CrashReport.Mask(args);
if (HugePages.Ask()) HugePages.KeepTogether();
return await CommandTree.InvokeAsync(args).ConfigureAwait(false);
