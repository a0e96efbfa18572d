using Agent.Journal;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;

namespace Agent.Tests.Journal;

public sealed class JournalTests
{
    [Fact]
    public void Numbers_rise_by_one_from_one_and_survive_a_restart()
    {
        using var fixture = new JournalFixture();
        Append(fixture, 3);
        fixture.Reopen();
        Append(fixture, 2);

        Assert.Equal([1L, 2, 3, 4, 5], fixture.Read(0).Select(happened => happened.Seq!.Value));
        Assert.Equal([4L, 5], fixture.Read(3).Select(happened => happened.Seq!.Value));
    }

    [Fact]
    public void The_journals_id_survives_a_restart_and_a_crash_and_changes_when_its_past_is_gone()
    {
        using var fixture = new JournalFixture();
        var id = fixture.Journal.JournalId;
        fixture.Reopen();
        Assert.Equal(id, fixture.Journal.JournalId);
        fixture.CrashAndReopen();
        Assert.Equal(id, fixture.Journal.JournalId);
        fixture.CrashAndReopen(() => Directory.Delete(Path.Combine(fixture.Folder, "journal"), recursive: true));
        Assert.NotEqual(id, fixture.Journal.JournalId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public void A_torn_last_record_is_cut_off_at_start_and_its_number_is_given_again(int missing)
    {
        using var fixture = new JournalFixture();
        Append(fixture, 5);
        fixture.CrashAndReopen(() =>
        {
            using var file = File.OpenWrite(LastSegment(fixture));
            file.SetLength(file.Length - missing);
        });

        Assert.Equal(4, fixture.Journal.LastSeq);
        Append(fixture, 1);
        Assert.Equal([1L, 2, 3, 4, 5], fixture.Read(0).Select(happened => happened.Seq!.Value));
    }

    [Fact]
    public void Garbage_after_the_last_record_is_cut_off_at_start()
    {
        using var fixture = new JournalFixture();
        Append(fixture, 5);
        var random = new Random(1);
        fixture.CrashAndReopen(() =>
        {
            using var file = new FileStream(LastSegment(fixture), FileMode.Append);
            var garbage = new byte[5000];
            random.NextBytes(garbage);
            file.Write(garbage);
        });

        Append(fixture, 1);
        Assert.Equal([1L, 2, 3, 4, 5, 6], fixture.Read(0).Select(happened => happened.Seq!.Value));
    }

    [Fact]
    public void Two_agents_cannot_hold_the_same_state()
    {
        using var fixture = new JournalFixture();
        var refused = Assert.Throws<IOException>(() => StateDirectory.Open(fixture.Folder));
        Assert.Contains("Another Agent", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_who_joins_while_events_come_gets_each_once_and_in_order()
    {
        using var fixture = new JournalFixture(new() { SegmentBytes = 4096 });
        const int total = 5000;
        var writing = Task.Run(() => Append(fixture, total), TestContext.Current.CancellationToken);
        var readers = Enumerable.Range(0, 4).Select(async _ =>
        {
            using var subscription = fixture.Journal.Subscribe(0);
            var seen = new List<long>();
            while (seen.Count < total)
            {
                var batch = subscription.Read();
                seen.AddRange(JournalFixture.Parse(batch.Lines).Select(happened => happened.Seq!.Value));
                if (batch.IsEmpty)
                {
                    await subscription.WaitAsync(TestContext.Current.CancellationToken);
                }
            }

            return seen;
        }).ToList();

        await writing;
        foreach (var reader in readers)
        {
            Assert.Equal(Enumerable.Range(1, total).Select(number => (long)number), await reader);
        }
    }

    [Fact]
    public void Who_asks_for_what_is_no_longer_kept_is_told_and_gets_all_from_there()
    {
        using var fixture = new JournalFixture(new() { SegmentBytes = 4096, JournalBytes = 16 * 1024, HardJournalBytes = 32 * 1024 });
        Append(fixture, 1000);
        var first = fixture.Journal.Trim(long.MaxValue);

        Assert.InRange(first, 2, 1000);
        Assert.InRange(fixture.Journal.SizeBytes, 1, 16 * 1024 + 4096 + 200);
        var events = fixture.Read(0);
        Assert.Equal(first, Assert.IsType<HistoryTruncated>(events[0]).FirstSeq);
        Assert.Equal(first, events[1].Seq);
        Assert.Equal(1000, events[^1].Seq);
        Assert.IsType<SessionCreated>(fixture.Read(first - 1)[0]);
    }

    [Fact]
    public void A_number_that_was_never_given_means_another_past_and_gets_everything()
    {
        using var fixture = new JournalFixture();
        Append(fixture, 3);
        var events = fixture.Read(77);
        Assert.Equal(1, Assert.IsType<HistoryTruncated>(events[0]).FirstSeq);
        Assert.Equal([1L, 2, 3], events.Skip(1).Select(happened => happened.Seq!.Value));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(77, true)]
    [InlineData(long.MaxValue, true)]
    public void Who_joined_without_the_past_gets_none_of_it_by_any_number(long after, bool isAnotherPast)
    {
        using var fixture = new JournalFixture();
        Append(fixture, 5);

        var events = fixture.Read(after, historyAfter: 3);

        if (isAnotherPast)
        {
            Assert.Equal(4, Assert.IsType<HistoryTruncated>(events[0]).FirstSeq);
            events.RemoveAt(0);
        }

        Assert.Equal(after == 4 ? [5L] : [4L, 5], events.Select(static happened => happened.Seq!.Value));
    }

    [Fact]
    public async Task Who_joined_without_the_past_follows_a_journal_that_begins_anew()
    {
        using var fixture = new JournalFixture();
        Append(fixture, 2);
        using var subscription = fixture.Journal.Subscribe(0, historyAfter: 10);
        Assert.True(subscription.Read().IsEmpty);

        var waiting = subscription.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Append(fixture, 1);
        await waiting;

        var events = JournalFixture.Parse(subscription.Read().Lines).ToList();
        Assert.Equal(3, Assert.IsType<HistoryTruncated>(events[0]).FirstSeq);
        Assert.Equal(3, Assert.Single(events.Skip(1)).Seq);
    }

    [Fact]
    public void An_open_run_keeps_its_beginning_up_to_the_hard_bound_only()
    {
        using var fixture = new JournalFixture(new() { SegmentBytes = 4096, JournalBytes = 16 * 1024, HardJournalBytes = 32 * 1024 });
        Append(fixture, 200);
        Assert.Equal(1, fixture.Journal.Trim(oldestOpenRun: 5));
        Append(fixture, 1000);
        Assert.InRange(fixture.Journal.Trim(oldestOpenRun: 5), 6, 1200);
        Assert.InRange(fixture.Journal.SizeBytes, 1, 32 * 1024 + 4096 + 200);
    }

    [Fact]
    public void A_damaged_segment_is_told_and_passed_over()
    {
        using var fixture = new JournalFixture(new() { SegmentBytes = 4096 });
        Append(fixture, 200);
        fixture.CrashAndReopen(() =>
        {
            var second = Directory.GetFiles(Path.Combine(fixture.Folder, "journal"), "*.log").Order().ElementAt(1);
            using var file = File.OpenWrite(second);
            file.Position = 1000;
            file.Write("garbage in the middle"u8);
        });

        var events = fixture.Read(0);
        var told = Assert.Single(events.OfType<HistoryTruncated>());
        Assert.Equal(200, events[^1].Seq);
        var kept = events.Where(happened => happened.Seq is not null).Select(happened => happened.Seq!.Value).ToList();
        Assert.Equal(kept.Order().Distinct(), kept);
        Assert.Contains(told.FirstSeq, kept);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_segment_that_is_cut_while_it_is_written_is_told_and_what_comes_afterwards_is_read(int left)
    {
        using var fixture = new JournalFixture();
        Append(fixture, 5);
        using (var file = new FileStream(LastSegment(fixture), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(left);
        }

        using var subscription = fixture.Journal.Subscribe(0);
        Assert.Equal(6, Assert.IsType<HistoryTruncated>(Assert.Single(JournalFixture.Parse(subscription.Read().Lines))).FirstSeq);
        var waiting = subscription.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        Append(fixture, 1);
        await waiting;
        Assert.Equal(6, Assert.Single(JournalFixture.Parse(subscription.Read().Lines)).Seq);
    }

    [Fact]
    public void What_is_not_kept_reaches_present_subscribers_without_a_number()
    {
        using var fixture = new JournalFixture();
        using var present = fixture.Journal.Subscribe(0);
        fixture.Journal.Publish(new PresenceChanged { People = [] });
        Assert.Null(Assert.IsType<PresenceChanged>(Assert.Single(JournalFixture.Parse(present.Read().Lines))).Seq);
        Assert.Empty(fixture.Read(0));
    }

    [Fact]
    public void A_record_is_at_most_64_KiB()
    {
        using var fixture = new JournalFixture();
        var huge = new SessionOutput { SessionId = SessionId.New(), Stream = OutputStream.Stdout, Text = new('x', 65 * 1024) };
        Assert.Throws<ArgumentException>(() => fixture.Journal.Append(huge));
        Assert.Equal(0, fixture.Journal.LastSeq);
    }

    private static void Append(JournalFixture fixture, int count)
    {
        for (var i = 0; i < count; i++)
        {
            fixture.Journal.Append(new SessionCreated { SessionId = SessionId.New() });
        }
    }

    private static string LastSegment(JournalFixture fixture) =>
        Directory.GetFiles(Path.Combine(fixture.Folder, "journal"), "*.log").Order().Last();
}
