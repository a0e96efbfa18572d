using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ide.Web.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Ide.Web.Tests.Accounts;

public sealed class SignInTests : WebTest
{
    private string NewLink()
    {
        _ = App.Address;
        return App.Services.GetRequiredService<SignIn>().NewOwnerLink();
    }

    [Fact]
    public async Task Looking_at_a_link_spends_nothing_and_its_button_signs_in_once()
    {
        var link = NewLink();
        using var browser = App.Browser();

        for (var i = 0; i < 3; i++)
        {
            using var page = await browser.GetAsync(link, Cancel);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
            Assert.Contains("data-testid=\"sign-in\"", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        using var entered = await browser.PostAsync(link, null, Cancel);
        Assert.Equal("/", entered.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/tokens", Cancel)).StatusCode);

        using var other = App.Browser();
        using var refused = await other.PostAsync(link, null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/tokens", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Of_many_who_press_the_button_at_once_one_gets_in()
    {
        var link = NewLink();
        using var browser = App.Browser();
        _ = await browser.GetAsync("/healthz", Cancel);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => App.Browser().PostAsync(link, null, Cancel)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_cookie_is_closed_to_scripts_and_other_sites_and_a_form_of_a_page_without_origin_needs_its_token()
    {
        using var browser = App.Browser();
        using var entered = await browser.PostAsync(NewLink(), null, Cancel);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(static value => value.StartsWith("ide-", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);

        using var foreign = App.Anybody();
        foreign.DefaultRequestHeaders.Add("Origin", "null");
        using var refused = await foreign.PostAsync(NewLink(), null, Cancel);
        Assert.Equal("FORBIDDEN", await CodeOfAsync(refused));

        var link = NewLink();
        var page = await foreign.GetStringAsync(link, Cancel);
        var token = System.Text.RegularExpressions.Regex.Match(page, "__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var accepted = await foreign.PostAsync(link, form, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
    }

    [Fact]
    public async Task Under_TLS_the_cookie_is_bound_to_the_host()
    {
        await using var app = new TestApp(settings: new() { ["Ide:Url"] = "https://ide.example.org" });
        using var browser = app.Anybody();
        browser.DefaultRequestHeaders.Add("Origin", "https://ide.example.org");
        var link = app.Services.GetRequiredService<SignIn>().NewOwnerLink();

        using var entered = await browser.PostAsync(link, null, Cancel);

        var cookie = entered.Headers.GetValues("Set-Cookie").Single(static value => value.Contains("ide=", StringComparison.Ordinal));
        Assert.StartsWith("__Host-ide=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_restart_signs_nobody_out_and_a_spent_link_stays_spent()
    {
        var data = Directory.CreateTempSubdirectory("ide-web-test-").FullName;
        try
        {
            string spent, unspent, cookie;
            await using (var first = new TestApp(data))
            {
                _ = first.Address;
                var signIn = first.Services.GetRequiredService<SignIn>();
                (spent, unspent) = (signIn.NewOwnerLink(), signIn.NewOwnerLink());
                using var entered = await first.Browser().PostAsync(spent, null, Cancel);
                cookie = entered.Headers.GetValues("Set-Cookie").Single(static value => value.StartsWith("ide-", StringComparison.Ordinal));
            }

            await using var second = new TestApp(data);
            using var browser = second.Anybody();
            var value = cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..cookie.IndexOf(';', StringComparison.Ordinal)];
            browser.DefaultRequestHeaders.Add("Cookie", $"ide-{second.Address.Port}={value}");
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/tokens", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await second.Browser().PostAsync(spent, null, Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await second.Browser().PostAsync(unspent, null, Cancel)).StatusCode);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Who_guesses_codes_is_not_looked_at_for_a_while_not_even_with_a_right_one()
    {
        var link = NewLink();
        using var browser = App.Browser();
        for (var i = 0; i < GuessLimiter.WrongOnes; i++)
        {
            using var wrong = await browser.PostAsync($"/sign-in/{new string('a', 20 + i)}", null, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        }

        using var refused = await browser.PostAsync(link, null, Cancel);
        Assert.Equal("TOO_MANY_REQUESTS", await CodeOfAsync(refused));
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_sign_in_that_is_no_form_is_refused()
    {
        using var browser = App.Browser();
        using var json = new StringContent("{}", null, "application/json");
        using var refused = await browser.PostAsync("/sign-in", json, Cancel);
        Assert.Equal("VALIDATION_FAILED", await CodeOfAsync(refused));
    }

    [Fact]
    public async Task The_owners_token_signs_in_when_the_link_is_lost_and_signing_out_ends_the_session_for_good()
    {
        using var browser = App.Browser();
        using var form = new FormUrlEncodedContent([new("code", TestApp.OwnersToken)]);
        using var entered = await browser.PostAsync("/sign-in", form, Cancel);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(static value => value.StartsWith("ide-", StringComparison.Ordinal)).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/tokens", Cancel)).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/sign-out", null, Cancel)).StatusCode);

        using var thief = App.Anybody();
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/tokens", Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_invitation_calls_the_sandbox_by_its_name_and_leads_there_again_who_has_used_it()
    {
        using var owner = App.Program();
        await owner.PostAsJsonAsync("/api/sandboxes", new { id = "box", name = "Sales & figures" }, Cancel);
        using var made = await owner.PostAsJsonAsync("/api/sandboxes/box/invitations", new { name = "Bob", role = "viewer" }, Cancel);
        var link = new Uri((string)(await made.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["link"]!).AbsolutePath;
        using var bob = App.Browser();
        var page = await bob.GetStringAsync(link, Cancel);
        Assert.Contains(">Join Sales &amp; figures</h1>", page, StringComparison.Ordinal);
        Assert.Contains("You are invited as Bob, to watch", page, StringComparison.Ordinal);
        using var joined = await bob.PostAsync(link, null, Cancel);

        using var again = await bob.GetAsync(link, Cancel);
        Assert.Equal((HttpStatusCode.Redirect, "/s/box"), (again.StatusCode, again.Headers.Location?.ToString()));

        using var stranger = App.Browser();
        using var refused = await stranger.GetAsync(link, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Contains("href=\"/sign-in\"", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // Who is signed in and did not use it goes on to what is theirs.
        using var person = await App.OwnerAsync();
        using var other = await person.GetAsync(link, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Contains("href=\"/\"", await other.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_is_readable_by_the_servers_user_only_and_holds_no_token()
    {
        using var owner = App.Program();
        var made = await owner.PostAsync("/api/tokens", new StringContent("""{"name":"ci"}""", null, "application/json"), Cancel);
        var token = (string)System.Text.Json.Nodes.JsonNode.Parse(await made.Content.ReadAsStringAsync(Cancel))!["token"]!;
        using var person = await App.OwnerAsync();

        var files = Directory.GetFiles(App.Data, "*", SearchOption.AllDirectories);

        Assert.Contains(files, static path => path.EndsWith(".xml", StringComparison.Ordinal));
        Assert.All(files, static path => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
        Assert.All(files, path => Assert.DoesNotContain(token, File.ReadAllText(path), StringComparison.Ordinal));
    }
}
