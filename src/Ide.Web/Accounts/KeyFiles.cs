using System.Text;
using System.Xml.Linq;
using Ide.Core.Sandboxes;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Ide.Web.Accounts;

/// <summary>Where Data Protection keeps its keys: in the data folder, readable by nobody else.</summary>
/// <remarks>They seal cookies against forgery. Whoever can read the data folder owns the server anyway.</remarks>
internal sealed class KeyFiles : IXmlRepository
{
    private readonly string _directory;

    public KeyFiles(string directory)
    {
        _directory = directory;
        PrivateDirectory.Make(directory);
    }

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Directory.EnumerateFiles(_directory, "*.xml").Select(static path => XElement.Load(path))];

    public void StoreElement(XElement element, string friendlyName) => AtomicFile.Write(
        Path.Combine(_directory, $"{friendlyName}.xml"),
        Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)));
}
