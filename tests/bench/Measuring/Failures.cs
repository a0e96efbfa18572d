namespace Bench.Measuring;

/// <summary>What was measured gave a wrong answer: bytes missing, a count that is off. Fails the whole benchmark.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message);

/// <summary>The peer cannot do what is measured; the sentence stands in the table in place of its figure.</summary>
internal sealed class PeerCannotException(string message) : Exception(message);
