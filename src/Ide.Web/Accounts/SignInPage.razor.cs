using Ide.Core.Protocol.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;

namespace Ide.Web.Accounts;

/// <summary>The way in, as one plain page without script.</summary>
public sealed partial class SignInPage : ComponentBase
{
    [Parameter, EditorRequired]
    public required SignInContent Content { get; set; }

    [Parameter, EditorRequired]
    public required AntiforgeryTokenSet Tokens { get; set; }
}

/// <summary>What the page says.</summary>
/// <param name="Button">The form's button; null: no form.</param>
/// <param name="Onward">Where to go on without the form.</param>
public sealed record SignInContent(
    string Title, string Text, string? Button = null, bool AsksForCode = false, SignInOnward? Onward = null, bool IsRefusal = false)
{
    public static SignInContent Ask() => new(
        "Sign in", "Open the link that the server printed when it started, or that you were sent. Or put it in here.",
        "Sign in", AsksForCode: true);

    public static SignInContent Offer(string text, string button) => new("Welcome", text, button);

    /// <summary>One answer for wrong, used, expired and revoked codes: which of them it is, is nobody's business.</summary>
    public static SignInContent Worthless(bool isSignedIn) => new(
        "This link is not good any more",
        "It was used already, it ran out, or it was taken back. Ask for a new one; the owner gets one at each start of the server.",
        Onward: isSignedIn ? new("/", "Go to the sandboxes") : new("/sign-in", "Enter another link"), IsRefusal: true);

    /// <param name="sandbox">What people call it.</param>
    /// <param name="name">Who comes: the person who is signed in, or whom the link was made for.</param>
    internal static SignInContent Invite(string sandbox, string name, Invitation invitation) => new(
        $"Join {sandbox}",
        invitation.Role == Role.Viewer
            ? $"You are invited as {name}, to watch: you see everything and change nothing."
            : $"You are invited as {name}, to work in it: to edit its files, run code and type in its terminals.",
        "Join");

    internal static SignInContent Known(string sandbox, string name, Invitation invitation) => new(
        "You are in already", $"You are signed in as {name} and belong to {sandbox}. The link is still good: send it to {invitation.Name}.",
        Onward: new($"/s/{invitation.Sandbox}", "Open the sandbox"));
}

/// <param name="Text">What the way there is called.</param>
public sealed record SignInOnward(string Address, string Text);
