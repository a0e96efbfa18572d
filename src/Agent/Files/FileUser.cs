using Agent.Native.FileSystem;

namespace Agent.Files;

/// <summary>
/// Whose rights the Agent touches files with. In the Local provider it has the user's uid already (null). Where it is
/// root, in a container, the calling thread takes the user's for as long as it touches files, and with it loses the
/// capabilities that would pass over permissions (credentials (7), setfsuid (2)).
/// </summary>
internal sealed record FileUser(uint User, uint Group)
{
    /// <summary>Ends on the thread that it began on: nothing between may be awaited, which the compiler sees to.</summary>
    public static Scope Assume(FileUser? user) => new(user);

    internal readonly ref struct Scope
    {
        private readonly bool _assumed;

        public Scope(FileUser? user)
        {
            if (user is not null)
            {
                _assumed = true;
                Become(user.User, user.Group);
            }
        }

        public void Dispose()
        {
            if (_assumed)
            {
                Become(0, 0);
            }
        }

        /// <summary>Neither call reports failure; each returns what held before it, so a second one asks.</summary>
        private static void Become(uint user, uint group)
        {
            // Only root changes the group: so it comes first on the way down and last on the way up.
            if (user == 0)
            {
                _ = FileCalls.SetFileUser(user);
            }

            _ = FileCalls.SetFileGroup(group);
            _ = FileCalls.SetFileUser(user);
            if (FileCalls.SetFileGroup(group) != group || FileCalls.SetFileUser(user) != user)
            {
                Environment.FailFast("The Agent could not change whose rights it touches files with.");
            }
        }
    }
}
