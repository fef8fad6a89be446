using RiskEngine.Benchmarks;

return MicroRun.Run(args);
