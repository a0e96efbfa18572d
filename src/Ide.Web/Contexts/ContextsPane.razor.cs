namespace Ide.Web.Contexts;

/// <summary>The contexts of the sandbox with their queues and variables. What they are comes from the stream, in the browser's module.</summary>
public sealed partial class ContextsPane;
