using System.Text;
using Ide.Core.Protocol.Access;
using Ide.Core.Sandboxes;
using Ide.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Ide.Web.Accounts;

/// <summary>
/// The owner's own bearer token: the one that the server was started with, or a random one made at the first start. The
/// file <c>token</c> in the data folder (0600) always holds the one in force. It cannot be revoked, only replaced.
/// </summary>
internal sealed class OwnerToken
{
    public OwnerToken(IOptions<ServerOptions> options, AccountStore store)
    {
        var path = Path.Combine(Path.GetFullPath(options.Value.Data), "token");
        var present = File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        var text = options.Value.Token ?? (string.IsNullOrEmpty(present) ? Secrets.NewToken() : present);
        if (text != present)
        {
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(text));
        }

        _ = Id<AccessToken>.TryParse("owner", out var id);
        Record = new()
        {
            Id = id,
            Name = store.Owner.Name,
            Person = store.Owner.Id,
            Hash = Secrets.Hash(text),
            Role = Role.Owner,
            CreatedAt = store.Owner.CreatedAt,
        };
    }

    public AccessToken Record { get; }
}
