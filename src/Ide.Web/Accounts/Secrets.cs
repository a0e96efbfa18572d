using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ide.Core.Sandboxes;

namespace Ide.Web.Accounts;

/// <summary>Tokens and what is kept of them.</summary>
internal static class Secrets
{
    private const int RandomBytes = 32;

    public static string NewToken() => "ide_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static string Hash(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Takes the same time wherever the two differ.</summary>
    public static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    /// <summary>The bytes of a key file, made at the first use.</summary>
    public static byte[] Key(string path)
    {
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, RandomNumberGenerator.GetBytes(RandomBytes));
        }

        return File.ReadAllBytes(path);
    }
}
