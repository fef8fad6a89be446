using RiskEngine.LoadTest;

return await LoadTestCommand.InvokeAsync(args).ConfigureAwait(false);
