using Ide.Core.Protocol.Hello;

namespace Ide.Core.Sandboxes;

/// <summary>A sandbox whose Agent has answered.</summary>
/// <param name="Record">As it was at that moment.</param>
/// <param name="Hello">What the Agent said of itself.</param>
public sealed record RunningSandbox(SandboxRecord Record, AgentHello Hello);
