namespace ChatServer.Support;

/// <summary>Part of a day, by the clock on the wall.</summary>
/// <param name="From">When it begins, since midnight.</param>
/// <param name="To">When it is over: that moment is no longer in it; at most 24 hours.</param>
internal readonly record struct OpenSpan(TimeSpan From, TimeSpan To);
