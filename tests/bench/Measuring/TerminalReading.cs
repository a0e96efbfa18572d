using System.Text;

namespace Bench.Measuring;

/// <summary>What every measurement of a terminal does first.</summary>
internal static class TerminalReading
{
    public static Task TypeAsync(this ITerminal terminal, string text, CancellationToken cancellationToken) =>
        terminal.SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Reads until <paramref name="wanted"/> has come, and gives all that came up to then.</summary>
    public static async Task<Collected> ReadUntilAsync(
        this ITerminal terminal, string wanted, int expectedBytes, CancellationToken cancellationToken)
    {
        var sought = Encoding.UTF8.GetBytes(wanted);
        var seen = new Collected(expectedBytes);
        while (true)
        {
            var piece = await terminal.ReceiveAsync(cancellationToken);
            // What is sought may lie across two pieces.
            var from = Math.Max(0, seen.Bytes.Length - sought.Length);
            seen.Add(piece.Span);
            if (seen.Bytes[from..].IndexOf(sought) >= 0)
            {
                return seen;
            }
        }
    }

    /// <summary>Waits for the shell, and gives it a prompt that is in nobody's way.</summary>
    public static async Task SettleAsync(this ITerminal terminal, CancellationToken cancellationToken)
    {
        // The quotes keep the echo of the command from being taken for its output.
        await terminal.TypeAsync("PS1=; echo set''tled\r", cancellationToken);
        await terminal.ReadUntilAsync("settled\r\n", 4096, cancellationToken);
    }
}
