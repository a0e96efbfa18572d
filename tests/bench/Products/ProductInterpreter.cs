namespace Bench.Products;

/// <summary>A code context of a sandbox.</summary>
internal sealed class ProductInterpreter : IInterpreter
{
    private readonly Sandbox _sandbox;
    private readonly string _id;
    private readonly StreamedText _text = new();

    private ProductInterpreter(Sandbox sandbox, string id)
    {
        _sandbox = sandbox;
        _id = id;
    }

    public static async Task<ProductInterpreter> StartAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var answer = await sandbox.PostAsync("api/contexts", new { language = "python" }, cancellationToken);
        return new ProductInterpreter(sandbox, answer.GetProperty("contextId").GetString()!);
    }

    public async Task<CodeEnd> RunAsync(string code, Action<ReadOnlySpan<byte>> stdout, CancellationToken cancellationToken)
    {
        string? result = null;
        string? error = null;
        var complete = false;
        await _sandbox.StreamAsync("api/execute/code", new { context_id = _id, code }, Take, cancellationToken);
        return complete ? new CodeEnd(result, error) : throw new WrongAnswerException("The stream of a run ended before the run did.");

        void Take(ReadOnlySpan<byte> json)
        {
            switch (StreamedText.Property(json, "type"u8))
            {
                case "stdout":
                    _text.Take(json, "text"u8, stdout);
                    break;
                case "result":
                    result = StreamedText.Property(json, "text"u8);
                    break;
                case "error":
                    error = StreamedText.Property(json, "ename"u8);
                    break;
                case "execution_complete":
                    complete = true;
                    break;
            }
        }
    }

    public Task InterruptAsync(CancellationToken cancellationToken) =>
        _sandbox.PostAsync($"api/contexts/{_id}/interrupt", new { }, cancellationToken);

    public async ValueTask DisposeAsync() => await _sandbox.DeleteAsync($"api/contexts/{_id}", CancellationToken.None);
}
