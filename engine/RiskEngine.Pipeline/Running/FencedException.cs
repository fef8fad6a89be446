using RiskEngine.Core.Events;

namespace RiskEngine.Pipeline.Running;

/// <summary>Another owner has taken the task over, or the store has lost it: this one must stop.</summary>
public sealed class FencedException(TaskId task) : Exception($"task {task} was taken over by another owner");
