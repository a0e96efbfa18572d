using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Browsing;

/// <summary>Somebody at a browser of their own.</summary>
internal sealed class Person(IBrowserContext profile, IPage page) : IAsyncDisposable
{
    /// <summary>What the page has thrown; a journey that leaves something here has found a bug.</summary>
    public List<string> Failures { get; } = [];

    public IPage Page { get; } = page;

    public IBrowserContext Profile { get; } = profile;

    /// <summary>The owner, signed in by the link that the server printed.</summary>
    /// <param name="network">Null: directly.</param>
    public static async Task<Person> SignInAsync(Browsers browsers, RunningProduct product, Network? network = null)
    {
        var address = network?.Address ?? product.Address;
        var person = await OpenAsync(browsers, address);
        await person.Page.GotoAsync(address + new Uri(product.SignInLink).PathAndQuery);
        await person.Page.GetByTestId("sign-in").ClickAsync();
        await person.Page.GetByTestId("new-sandbox").WaitForAsync();
        return person;
    }

    /// <summary>A guest, who opens an invitation's link.</summary>
    /// <param name="browser">Null: the one of all journeys.</param>
    public static async Task<Person> JoinAsync(Browsers browsers, RunningProduct product, string link, IBrowser? browser = null)
    {
        var person = await OpenAsync(browsers, browser is null ? product.Address : new Uri(link).GetLeftPart(UriPartial.Authority), browser);
        await person.Page.GotoAsync(link);
        await person.Page.GetByTestId("sign-in").ClickAsync();
        await person.Page.GetByTestId("connection-state").WaitForAsync();
        return person;
    }

    private static async Task<Person> OpenAsync(Browsers browsers, string address, IBrowser? browser = null)
    {
        var profile = await browsers.NewProfileAsync(address, browser);
        var person = new Person(profile, await profile.NewPageAsync());
        person.Page.PageError += (_, message) => person.Failures.Add(message);
        return person;
    }

    public ValueTask DisposeAsync() => Profile.DisposeAsync();
}
