using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Ide.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Ide.Web.Accounts;

/// <summary>
/// The codes in links: a record's id and a signature of it, derived with a key of the data folder. Nothing is kept that
/// would open a door, a link can be shown again while it is unused, and a code says nothing of any token.
/// </summary>
internal sealed class SignInCodes(IOptions<ServerOptions> options, OwnerToken ownersToken)
{
    private const int IdLength = 16;

    /// <summary>Of the signature, in bytes: more than anybody can guess.</summary>
    private const int SignatureBytes = 16;

    private readonly byte[] _key = Secrets.Key(Path.Combine(Path.GetFullPath(options.Value.Data), "accounts", "links.key"));

    public string For(Id<Invitation> id) => id.Value + Sign("invitation", id.Value);

    /// <summary>Replacing the owner's token makes the owner's links worthless, too.</summary>
    public string For(Id<SignInLink> id) => id.Value + Sign($"owner:{ownersToken.Record.Hash}", id.Value);

    public bool TryReadInvitation(string code, out Id<Invitation> id) =>
        TryRead(code, out id) && Secrets.AreEqual(For(id), code);

    public bool TryReadSignInLink(string code, out Id<SignInLink> id) =>
        TryRead(code, out id) && Secrets.AreEqual(For(id), code);

    private static bool TryRead<T>([NotNullWhen(true)] string? code, out Id<T> id)
    {
        id = default;
        return code is { Length: > IdLength and <= 64 } && Id<T>.TryParse(code[..IdLength], out id);
    }

    private string Sign(string purpose, string id) => Base64Url.EncodeToString(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{purpose}\n{id}")).AsSpan(0, SignatureBytes));
}
