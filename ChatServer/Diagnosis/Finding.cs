using System.Globalization;

namespace ChatServer.Diagnosis;

/// <summary>Something that was found.</summary>
internal sealed record Finding
{
    private readonly Wording _wording;

    /// <param name="code">One of <see cref="FindingCode"/>.</param>
    /// <param name="values">What its texts name.</param>
    public Finding(string code, params (string Name, string Value)[] values)
    {
        Code = code;
        Values = values.ToDictionary(value => value.Name, value => value.Value);
        _wording = Wording.ByCode[code];
    }

    public string Code { get; }

    public IReadOnlyDictionary<string, string> Values { get; }

    public string Severity => _wording.Severity;

    public bool IsForAll => _wording.IsForAll;

    /// <summary>What is so, in English.</summary>
    public string Text => Wording.Fill(_wording.Text, Values);

    /// <summary>The next step, in English; empty where there is none.</summary>
    public string Next => Wording.Fill(_wording.Next, Values);

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
