using System.Text;
using Agent.Http;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;

namespace Agent.Hosting;

/// <summary>Refuses every request that does not carry this sandbox's secret: only the server that started the Agent has it.</summary>
internal static class SecretCheck
{
    public static void UseSecretCheck(this IApplicationBuilder app, AgentConfig config)
    {
        var expected = Encoding.UTF8.GetBytes(config.Secret);
        app.Use(async (context, next) =>
        {
            if (Matches(Encoding.UTF8.GetBytes(context.Request.Headers[CallerHeaders.Secret].ToString()), expected))
            {
                await next(context);
            }
            else
            {
                await Problems.WriteAsync(context, new AgentException(ErrorCode.Unauthenticated, "The sandbox's secret is missing or wrong."));
            }
        });
    }

    /// <summary>
    /// Compares in a time that depends on the lengths alone. Not <c>CryptographicOperations</c>: its assembly loads
    /// OpenSSL, which a sandbox's image need not have.
    /// </summary>
    private static bool Matches(ReadOnlySpan<byte> given, ReadOnlySpan<byte> expected)
    {
        if (given.Length != expected.Length)
        {
            return false;
        }

        var difference = 0;
        for (var i = 0; i < given.Length; i++)
        {
            difference |= given[i] ^ expected[i];
        }

        return difference == 0;
    }
}
