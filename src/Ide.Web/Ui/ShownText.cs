using System.Globalization;
using System.Text.RegularExpressions;

namespace Ide.Web.Ui;

/// <summary>
/// File names are whatever programs make of them: what does not show in a name, or makes the text around it show as another, stands
/// as an escape. ShownText.ts has the same rule and says why for each character.
/// </summary>
internal static partial class ShownText
{
    public static string Of(string text) => Hidden.Replace(text, static match => match.ValueSpan[0] switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        >= '\uef80' and <= '\uefff' and var stray => Escape("x", stray & 0xff, 2),
        < '\u0100' and var control => Escape("x", control, 2),
        var other => Escape("u", other, 4),
    });

    [GeneratedRegex(@"[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\uef80-\uefff\ufff9-\ufffb]", RegexOptions.CultureInvariant)]
    private static partial Regex Hidden { get; }

    private static string Escape(string kind, int code, int digits) =>
        $"\\{kind}{code.ToString("x", CultureInfo.InvariantCulture).PadLeft(digits, '0')}";
}
