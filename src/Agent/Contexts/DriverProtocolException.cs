namespace Agent.Contexts;

/// <summary>A driver said what no driver says: its process is not to be trusted any more and is ended.</summary>
internal sealed class DriverProtocolException(string message) : Exception(message);
