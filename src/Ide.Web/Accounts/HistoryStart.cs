namespace Ide.Web.Accounts;

/// <summary>Where a new member's view of the journal begins.</summary>
internal interface IJournalEnd
{
    /// <summary>The seq of the sandbox's last event so far.</summary>
    Task<long> LastSeqAsync(Ide.Core.Protocol.SandboxId sandbox, CancellationToken cancellationToken);
}

/// <summary>Turns an invitation's <see cref="HistoryFrom"/> into a place in the journal.</summary>
internal sealed class HistoryStart(IJournalEnd journal)
{
    public async Task<long> AfterAsync(Invitation invitation, CancellationToken cancellationToken) =>
        invitation.HistoryFrom == HistoryFrom.Join ? await journal.LastSeqAsync(invitation.Sandbox, cancellationToken) : 0;
}
