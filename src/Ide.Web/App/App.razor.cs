using Microsoft.AspNetCore.Components;

namespace Ide.Web.App;

/// <summary>The document around every page. The theme comes from the browser's cookie, so that the first paint is right.</summary>
public sealed partial class App : ComponentBase
{
    private const string ThemeCookie = "ide-theme";

    [CascadingParameter]
    public HttpContext? Http { get; set; }

    [Inject]
    internal PageGuard Guard { get; set; } = null!;

    private string Theme => Http?.Request.Cookies[ThemeCookie] is "light" or "dark" or "contrast" ? Http.Request.Cookies[ThemeCookie]! : "system";
}
