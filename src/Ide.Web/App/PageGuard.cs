using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.FileProviders;

namespace Ide.Web.App;

/// <summary>
/// The one script that stands in the page itself (PageGuard.early.ts): what loads a script again cannot be a script that
/// has to be loaded. The page's policy names it by its hash.
/// </summary>
internal sealed class PageGuard(IWebHostEnvironment environment)
{
    private const string File = "App/PageGuard.early.js";

    /// <summary>Its text; empty where the browser's files are not beside the server, as in tests of single parts.</summary>
    public string Script => field ??= Read(environment.WebRootFileProvider.GetFileInfo(File));

    /// <summary>As a source in a Content-Security-Policy.</summary>
    public string PolicySource => field ??= $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'";

    private static string Read(IFileInfo file)
    {
        if (!file.Exists)
        {
            return "";
        }

        using var reader = new StreamReader(file.CreateReadStream());
        return reader.ReadToEnd();
    }
}
