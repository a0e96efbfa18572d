namespace Agent.Http;

/// <summary>
/// The caller has gone in the middle of its request's body: its own doing, and nobody is left to answer. It is known here
/// before the request's token says so.
/// </summary>
internal sealed class CallerGoneException(IOException cause) : Exception("The caller has gone in the middle of its request.", cause);
