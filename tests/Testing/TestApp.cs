using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ide.Core.Protocol;
using Ide.Web.Accounts;
using Ide.Web.Gateway;
using Ide.Web.Sandboxes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Testing;

/// <summary>The real web server on a real port with a data folder of its own, and with fake Agents behind it.</summary>
public sealed class TestApp : WebApplicationFactory<Program>
{
    public const string OwnersToken = "token-of-the-owner-0123456789";

    private readonly Dictionary<string, string> _settings;
    private readonly bool _ownsData;
    private readonly TimeProvider _time;

    /// <param name="data">The data folder; null: one of its own, which is gone afterwards.</param>
    /// <param name="settings">More settings of the server, by configuration key.</param>
    /// <param name="time">The server's clock; null: the machine's.</param>
    public TestApp(string? data = null, Dictionary<string, string>? settings = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _ownsData = data is null;
        Data = data ?? Directory.CreateTempSubdirectory("ide-web-test-").FullName;
        _settings = new(settings ?? []) { ["Ide:Data"] = Data, ["Ide:Port"] = "0" };
        _settings.TryAdd("Ide:Token", OwnersToken);
        UseKestrel();
    }

    public string Data { get; }

    internal FakeSandboxes Sandboxes { get; } = new();

    /// <summary>Where the server listens.</summary>
    public Uri Address
    {
        get
        {
            StartServer();
            return ClientOptions.BaseAddress;
        }
    }

    /// <summary>A fake sandbox, as if somebody had created it.</summary>
    public Task<FakeAgent> AddSandboxAsync(string id)
    {
        Assert(SandboxId.TryParse(id, out var sandbox), $"{id} is no id of a sandbox.");
        return Sandboxes.AddAsync(sandbox, new(), "owner");
    }

    /// <summary>A client that brings nothing of itself; it keeps cookies and follows no redirects.</summary>
    public HttpClient Anybody() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>A program with a bearer token; without one, with the owner's.</summary>
    public HttpClient Program(string token = OwnersToken)
    {
        var client = Anybody();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The owner in a browser.</summary>
    public Task<HttpClient> OwnerAsync()
    {
        StartServer();
        return RedeemAsync(Services.GetRequiredService<SignIn>().NewOwnerLink());
    }

    /// <summary>Somebody in a browser who came by an invitation.</summary>
    public async Task<HttpClient> GuestAsync(string name, string role, string sandbox, string historyFrom = "start")
    {
        using var owner = Program();
        var answer = await owner.PostAsJsonAsync(
            $"/api/sandboxes/{sandbox}/invitations", new { name, role, historyFrom });
        var invitation = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return await RedeemAsync(new Uri((string)invitation!["link"]!).AbsolutePath);
    }

    /// <summary>A browser of this app's own pages: it says so on every request.</summary>
    public HttpClient Browser()
    {
        var client = Anybody();
        client.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        return client;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Sandboxes.ClearAsync();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            // Nothing is to be taken over from the machine, or started on it.
            Type[] ofTheMachine = [typeof(SandboxesAtStartAndEnd), typeof(SandboxUpkeep)];
            Array.ForEach(ofTheMachine, type => services.Remove(services.Single(service => service.ImplementationType == type)));
            services.RemoveAll<TimeProvider>();
            services.AddSingleton(_time);
            services.RemoveAll<IAgentDialer>();
            services.RemoveAll<ISandboxDirectory>();
            services.RemoveAll<ISandboxHost>();
            services.AddSingleton<IAgentDialer>(Sandboxes).AddSingleton<ISandboxDirectory>(Sandboxes);
            services.AddSingleton<ISandboxHost>(Sandboxes);
        });
    }

    private async Task<HttpClient> RedeemAsync(string link)
    {
        var browser = Browser();
        using var answer = await browser.PostAsync(link, null);
        Assert(answer.StatusCode == HttpStatusCode.Redirect, $"The link was answered with {answer.StatusCode}.");
        return browser;
    }

    private static void Assert(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
