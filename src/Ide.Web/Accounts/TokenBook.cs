using System.Collections.Concurrent;

namespace Ide.Web.Accounts;

/// <summary>Recognises bearer tokens.</summary>
internal sealed class TokenBook
{
    private readonly ConcurrentDictionary<string, Id<AccessToken>> _byHash = new(StringComparer.Ordinal);
    private readonly AccountStore _store;
    private readonly AccessToken _ownersToken;
    private readonly TimeProvider _time;

    public TokenBook(AccountStore store, OwnerToken ownersToken, TimeProvider time)
    {
        (_store, _ownersToken, _time) = (store, ownersToken.Record, time);
        foreach (var token in store.Tokens.All)
        {
            _byHash[token.Hash] = token.Id;
        }
    }

    /// <summary>The living token behind the text; null for an unknown, revoked or expired one.</summary>
    /// <remarks>A look-up by hash tells nothing of the token by its time.</remarks>
    public AccessToken? Find(string text)
    {
        var hash = Secrets.Hash(text);
        if (Secrets.AreEqual(hash, _ownersToken.Hash))
        {
            return _ownersToken;
        }

        return _byHash.TryGetValue(hash, out var id) && _store.Tokens.Find(id.Value) is { } token
            && !(token.ExpiresAt <= _time.GetUtcNow())
                ? token
                : null;
    }

    public void Add(AccessToken token)
    {
        _store.Tokens.Put(token.Id.Value, token);
        _byHash[token.Hash] = token.Id;
    }

    /// <returns>False when there was no such token.</returns>
    public bool Remove(Id<AccessToken> id)
    {
        if (_store.Tokens.Remove(id.Value) is not { } removed)
        {
            return false;
        }

        _byHash.TryRemove(removed.Hash, out _);
        return true;
    }
}
