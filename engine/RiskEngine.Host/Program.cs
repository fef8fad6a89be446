using RiskEngine.Host.Commands;

return await CommandTree.InvokeAsync(args).ConfigureAwait(false);
