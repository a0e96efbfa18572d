namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>As whom a server runs. Tests that need both are run as root.</summary>
public enum ServerUser
{
    Root,

    /// <summary>A user with no rights and no name on this machine.</summary>
    Ordinary,
}
