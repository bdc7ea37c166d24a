namespace ChatServer.Protocol;

// What the support desk did in a period, for who leads it. A ticket belongs to the period, and to the day, in
// which it was opened, whenever the rest of it happened. Durations are in seconds.

/// <summary>The tickets of a period.</summary>
/// <param name="From">Where it begins, in Unix milliseconds.</param>
/// <param name="To">Where it ends, in Unix milliseconds: that moment is no longer in it.</param>
/// <param name="TimeZone">Whose days they are.</param>
/// <param name="Total">What became of all.</param>
/// <param name="Days">Those on which tickets were opened, in order.</param>
/// <param name="Departments">Those in which tickets are, in order of their names.</param>
/// <param name="Tags">The most used first; at most fifty.</param>
/// <param name="Agents">Those who had a ticket, in order of their names.</param>
public sealed record DeskReportView(
    long From, long To, string TimeZone, DeskTally Total, IReadOnlyList<DeskDay> Days,
    IReadOnlyList<DeskDepartment> Departments, IReadOnlyList<TagCount> Tags,
    IReadOnlyList<AgentTally> Agents);

/// <summary>Tickets that were opened on a day.</summary>
/// <param name="Day">The day, as ISO 8601 writes it.</param>
/// <param name="Tally">What became of them.</param>
public sealed record DeskDay(DateOnly Day, DeskTally Tally);

/// <summary>Tickets of a department.</summary>
/// <param name="Department">Where they were last; <c>null</c> for those of none.</param>
/// <param name="Tally">What became of them.</param>
public sealed record DeskDepartment(string? Department, DeskTally Tally);

/// <summary>How often agents said that a ticket was about something.</summary>
public sealed record TagCount(string Tag, int Count);

/// <summary>What became of some tickets.</summary>
/// <param name="Opened">How many there are.</param>
/// <param name="Answered">Those to which an agent has said a word.</param>
/// <param name="Closed">Those that are over, the abandoned among them.</param>
/// <param name="Abandoned">Those that the visitor, or a timer, closed before an agent had said a
/// word.</param>
/// <param name="Returned">How often one was put back into the queue.</param>
/// <param name="Transferred">How often one was handed to another agent or department.</param>
/// <param name="Wait">From when one was opened until an agent had it first.</param>
/// <param name="FirstAnswer">From when one was opened until the first word of an agent.</param>
/// <param name="Handling">From when an agent had it first until it was closed.</param>
/// <param name="Ratings">What visitors thought of it.</param>
public sealed record DeskTally(
    int Opened, int Answered, int Closed, int Abandoned, int Returned, int Transferred, Percentiles? Wait,
    Percentiles? FirstAnswer, Percentiles? Handling, RatingTally Ratings);

/// <summary>
/// Middle and end of some durations, by nearest rank: of n in ascending order, the p-th percentile is number
/// ⌈p/100·n⌉, and so always one that occurred; the lower one of two in the middle.
/// </summary>
/// <param name="Median">The 50th percentile, in seconds.</param>
/// <param name="P90">The 90th percentile, in seconds.</param>
public sealed record Percentiles(double Median, double P90);

/// <summary>What visitors thought of tickets.</summary>
/// <param name="Count">How many said so.</param>
/// <param name="Mean">The arithmetic mean; <c>null</c> if nobody did.</param>
/// <param name="Histogram">How many gave 1, 2, 3, 4 and 5.</param>
public sealed record RatingTally(int Count, double? Mean, IReadOnlyList<int> Histogram);

/// <summary>What an agent did.</summary>
/// <param name="Agent">Who, under the name that they had in the newest of those tickets.</param>
/// <param name="Taken">Tickets that they had, each once.</param>
/// <param name="Closed">Of those, how many were closed while they had them, whoever did.</param>
/// <param name="FirstAnswer">From when they got a ticket until their first word in it: the median, in
/// seconds.</param>
/// <param name="Handling">From when they got one that was closed while they had it, until then: the median,
/// in seconds.</param>
/// <param name="Ratings">What visitors thought of those that were closed while they had them.</param>
/// <param name="LostBySilence">How often a ticket was taken back because they said nothing.</param>
public sealed record AgentTally(
    Sender Agent, int Taken, int Closed, double? FirstAnswer, double? Handling, RatingTally Ratings,
    int LostBySilence);
