namespace PhoneBank.Calling.Hours;

/// <summary>Something about written hours that a person has to put right. The type names the message.</summary>
public abstract record HoursFinding;

/// <summary>Nothing was written where hours are needed.</summary>
public sealed record NoHoursGiven : HoursFinding;

/// <summary>A part does not begin with days such as <c>Mo</c>, <c>Su-Th</c> or <c>Mo,We</c>.</summary>
public sealed record UnreadableDays(string Text) : HoursFinding;

/// <summary>A part is not a window such as <c>10:00-13:00</c>.</summary>
public sealed record UnreadableWindow(string Text) : HoursFinding;

/// <summary>A window ends before or when it starts. One that goes past midnight is written as two, the first to 24:00.</summary>
public sealed record EndsBeforeItStarts(string Text) : HoursFinding;

/// <summary>Two windows of one day overlap, which is more likely a slip than an intention.</summary>
public sealed record WindowsOverlap(DayOfWeek Day, TimeWindow First, TimeWindow Second) : HoursFinding;
